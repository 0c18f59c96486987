import { expect, test } from '../app.ts';
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
    ]),
  ).toEqual(['undefined', 'undefined', 'undefined']);
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
