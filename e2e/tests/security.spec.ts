import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { clickMenu, expect, scanFinished, test } from '../app.ts';
import { inspect, inspector } from '../inspector-page.ts';
import { makeTrack } from '../make-music.ts';

test('a page cannot reach Node, leave, open windows, read files or send nonsense', async ({ place, startApp }) => {
  await makeTrack(place.music, 'one', 'wav');
  const { page, electron } = await startApp(place.music);
  const address = page.url();
  expect(address).toMatch(/^app:\/\/genrescope\//);

  expect(
    await page.evaluate(() => [
      typeof Reflect.get(globalThis, 'require'),
      typeof Reflect.get(globalThis, 'process'),
      typeof Reflect.get(globalThis, 'module'),
      typeof Reflect.get(globalThis, 'RTCPeerConnection'),
    ]),
  ).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  expect(await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'genrescope') as object).sort())).toEqual([
    'invoke',
    'subscribe',
  ]);

  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    window.location.href = 'file:///etc/passwd';
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe(address);
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

  const refused = async (url: string) =>
    page.evaluate(
      async (target) =>
        fetch(target).then(
          (response) => response.status,
          () => 'refused',
        ),
      url,
    );
  expect(await refused('file:///etc/passwd')).toBe('refused');
  expect(await refused('https://example.com/')).toBe('refused');
  expect(await refused('app://genrescope/../../package.json')).toBe(404);
  expect(await refused('app://genrescope/%2e%2e/%2e%2e/package.json')).toBe(404);
  expect(
    await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy')),
  ).toContain("default-src 'none'");
  expect(
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      return Reflect.has(globalThis, 'injected');
    }),
  ).toBe(false);

  const invoke = (name: string, request: unknown) =>
    page.evaluate(
      async ([channel, payload]) =>
        (Reflect.get(globalThis, 'genrescope') as { invoke(name: unknown, request: unknown): Promise<unknown> }).invoke(
          channel,
          payload,
        ),
      [name, request] as const,
    );
  for (const [name, request] of [
    ['library.detail', { id: 999 }],
    ['library.detail', { id: '1' }],
    ['library.reveal', { id: -1 }],
    ['shell.run', {}],
    ['settings.change', { ffmpegPath: '/bin/sh' }],
    ['library.openDropped', { paths: ['/'] }],
  ] as const) {
    expect(await invoke(name, request)).toMatchObject({ ok: false, error: { code: 'request-invalid' } });
  }
  const permission = await page.evaluate(async () =>
    navigator.mediaDevices?.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'refused',
    ),
  );
  expect(permission ?? 'refused').toBe('refused');
});

test('a second start hands its folder to the first', async ({ place, startApp }) => {
  await makeTrack(place.music, 'one', 'wav');
  const { electron } = await startApp();
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  expect(await electron.evaluate(({ app }) => app.hasSingleInstanceLock())).toBe(true);
});

test('every response carries the policy, and 200 sounds at once are not decoded at once', async ({
  place,
  startApp,
}) => {
  await makeTrack(place.music, 'one', 'wav', { seconds: 60 });
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  const { policies, statuses, later } = await page.evaluate(async () => {
    const policyOf = ({ headers }: Response) => headers.get('content-security-policy');
    const others = ['/', '/index.html', '/nothing.js', '/media/999', '/media/x'].map((path) => fetch(path));
    const cancel = new AbortController();
    const sounds = Array.from({ length: 200 }, () => fetch('/media/1', { signal: cancel.signal }));
    const all = await Promise.all([...others, ...sounds]);
    cancel.abort();
    // Decoders end a moment after nobody reads them any more.
    let later = 503;
    for (let tries = 0; later === 503 && tries < 50; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      later = (await fetch('/media/1', { headers: { range: 'bytes=0-99' } })).status;
    }
    return { policies: all.map(policyOf), statuses: all.slice(others.length).map(({ status }) => status), later };
  });
  for (const policy of policies) expect(policy).toContain("default-src 'none'");
  expect(statuses.filter((status) => status === 200)).toHaveLength(16);
  expect(statuses.filter((status) => status === 503)).toHaveLength(184);
  expect(later).toBe(206);
});

test('the page styles itself within its policy, which lets no other style in', async ({ place, startApp }) => {
  await makeTrack(place.music, 'one', 'wav');
  const { page } = await startApp(place.music);
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text()) && message.type() === 'error') refused.push(message.text());
  });
  await scanFinished({ page });
  await inspect(page, /one/);
  await expect(inspector(page).getByRole('timer', { name: 'Position' })).toContainText('0:04');
  // Waveforms have a style element of their own, below a shadow root.
  const positions = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => {
      const scroll = shadowRoot?.querySelector('.scroll');
      return scroll ? [getComputedStyle(scroll).position] : [];
    }),
  );
  expect(positions).toEqual(['relative', 'relative']);
  expect(refused).toEqual([]);
  const color = await page.evaluate(() => {
    document.head.insertAdjacentHTML('beforeend', '<style>body { color: rgb(1, 2, 3); }</style>');
    document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: rgb(1, 2, 3)">x</p>');
    return [document.body, document.querySelector('#styled') as Element].map((shown) => getComputedStyle(shown).color);
  });
  expect(color).not.toContain('rgb(1, 2, 3)');
  await expect.poll(() => refused.length).toBe(2);
});

test('the page saves no file and gets no device', async ({ startApp }) => {
  const { page, electron } = await startApp();
  await electron.evaluate(({ session }) => {
    session.defaultSession.on('will-download', (event) => Reflect.set(globalThis, 'isRefused', event.defaultPrevented));
  });
  await page.evaluate(() => {
    const address = URL.createObjectURL(new Blob(['x']));
    Object.assign(document.createElement('a'), { href: address, download: 'x.txt' }).click();
  });
  await expect.poll(() => electron.evaluate(() => Reflect.get(globalThis, 'isRefused') as unknown)).toBe(true);
  const devices = await page.evaluate(async () => {
    const ask = async (name: string, call: string, options: object): Promise<string> => {
      const source = Reflect.get(navigator, name) as Record<string, (options: object) => Promise<unknown>> | undefined;
      return source?.[call]
        ? source[call](options).then(
            (got) => JSON.stringify(got),
            () => 'refused',
          )
        : 'refused';
    };
    return [
      await ask('usb', 'requestDevice', { filters: [] }),
      await ask('hid', 'requestDevice', { filters: [] }),
      await ask('serial', 'requestPort', {}),
      await ask('bluetooth', 'requestDevice', { acceptAllDevices: true }),
      await ask('mediaDevices', 'getDisplayMedia', { video: true }),
      await ask('geolocation', 'requestPermission', {}),
    ];
  });
  expect(devices.filter((answer) => answer !== 'refused' && answer !== '[]')).toEqual([]);
});

// Elsewhere the system's proxy is not named by the environment.
if (process.platform === 'linux')
  test('a download goes through the system’s proxy, and the page nowhere', async ({ startApp }) => {
    const asked: string[] = [];
    const proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (bytes) => {
        asked.push(bytes.toString('latin1').split(' HTTP/')[0] ?? '');
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const app = await startApp(undefined, { https_proxy: address, http_proxy: address, XDG_CURRENT_DESKTOP: '' });
    await clickMenu(app, 'add-network');
    const dialog = app.page.getByRole('dialog', { name: 'Add a network' });
    await dialog.getByRole('button', { name: 'Download', exact: true }).click();
    await expect(dialog).toContainText('The proxy refused the connection');
    expect(new Set(asked)).toEqual(new Set(['CONNECT github.com:443']));
    expect(
      await app.electron.evaluate(({ session }) => session.defaultSession.resolveProxy('https://example.org/')),
    ).toBe('PROXY 127.0.0.1:0');
    proxy.close();
  });
