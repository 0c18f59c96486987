import type { Page } from '@playwright/test';

/** Ways in which a script could reach a server, by the server's host and port. They run in the page. */
const SCRIPTS: Readonly<Record<string, (host: string) => unknown>> = {
  fetch: (host) => fetch(`http://${host}/`, { mode: 'no-cors' }),
  keepalive: (host) => fetch(`http://${host}/`, { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x' }),
  request: (host) => {
    const request = new XMLHttpRequest();
    request.open('GET', `http://${host}/`);
    request.send();
  },
  socket: (host) => void new WebSocket(`ws://${host}/`),
  events: (host) => void new EventSource(`http://${host}/`),
  beacon: (host) => navigator.sendBeacon(`http://${host}/`, 'x'),
  transport: (host) => void new WebTransport(`https://${host}/`),
  import: (host) => import(`http://${host}/x.js`),
  worker: (host) => void new Worker(`http://${host}/x.js`),
  'blob-worker': (host) => void new Worker(URL.createObjectURL(new Blob([`fetch('http://${host}/')`]))),
  'shared-worker': (host) => void new SharedWorker(`http://${host}/x.js`),
  'service-worker': (host) => navigator.serviceWorker.register(`http://${host}/x.js`),
  font: (host) => new FontFace('x', `url(http://${host}/x.woff2)`).load(),
  'css-url': (host) => document.body.style.setProperty('background-image', `url(http://${host}/x.png)`),
  'css-import': (host) => {
    const style = document.createElement('style');
    style.textContent = `@import url(http://${host}/x.css); body { cursor: url(http://${host}/x.cur), auto; }`;
    document.head.append(style);
  },
  'css-sheet': (host) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body { list-style-image: url(http://${host}/x.png); border-image: url(http://${host}/y.png); }`);
    document.adoptedStyleSheets.push(sheet);
  },
  speculation: (host) => {
    const script = Object.assign(document.createElement('script'), { type: 'speculationrules' });
    script.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [`http://${host}/`] }] });
    document.head.append(script);
  },
  'frame-document': (host) => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<link rel="dns-prefetch" href="http://${host}/"><img src="http://${host}/x.png">`;
    document.body.append(frame);
  },
};

/** Ways to leave the page, or to open another. */
const DEPARTURES: typeof SCRIPTS = {
  window: (host) => window.open(`http://${host}/`),
  location: (host) => window.location.assign(`http://${host}/`),
  refresh: (host) => {
    document.head.insertAdjacentHTML('beforeend', `<meta http-equiv="refresh" content="0; url=http://${host}/">`);
  },
  form: (host) => {
    const form = Object.assign(document.createElement('form'), { action: `http://${host}/`, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  'form-window': (host) => {
    const form = Object.assign(document.createElement('form'), { action: `http://${host}/`, target: '_blank' });
    document.body.append(form);
    form.submit();
  },
  ping: (host) => {
    const link = Object.assign(document.createElement('a'), { href: '#', ping: `http://${host}/` });
    document.body.append(link);
    link.click();
  },
  download: (host) => {
    const link = Object.assign(document.createElement('a'), { href: `http://${host}/x.zip`, download: 'x.zip' });
    document.body.append(link);
    link.click();
  },
};

const ELEMENTS = ['img', 'audio', 'video', 'script', 'iframe', 'embed', 'object'];
const LINKS = ['stylesheet', 'dns-prefetch', 'preconnect', 'prefetch', 'prerender', 'preload', 'modulepreload', 'icon'];
const RELAYS = ['stun:HOST', 'turn:HOST', 'turn:HOST?transport=tcp', 'turns:HOST?transport=tcp'];

/**
 * Lets the page try to reach servers in every way that is known here.
 * @param hostsOf hosts with ports, for the attempt of a name
 */
export async function attemptAll(page: Page, hostsOf: (name: string) => readonly string[]): Promise<void> {
  // What an attempt throws, or waits for, does not matter: only what arrives does.
  const attempt = <Argument>(run: (argument: Argument) => unknown, argument: Argument): void =>
    void page.evaluate(run as (argument: unknown) => unknown, argument).catch(() => undefined);
  for (const [name, run] of Object.entries({ ...SCRIPTS, ...DEPARTURES }))
    for (const host of hostsOf(name)) attempt(run, host);
  for (const tag of ELEMENTS) for (const host of hostsOf(tag)) attempt(addElement, [tag, `http://${host}/x`]);
  for (const rel of LINKS) for (const host of hostsOf(rel)) attempt(addLink, [rel, `http://${host}/x`]);
  for (const [index, relay] of RELAYS.entries())
    for (const host of hostsOf(`relay-${index}`)) attempt(connectPeer, relay.replace('HOST', host));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 4_000)));
}

function addElement([tag = '', address = '']: readonly string[]): void {
  const element = document.createElement(tag);
  element.setAttribute(tag === 'object' ? 'data' : 'src', address);
  document.body.append(element);
}

function addLink([rel = '', href = '']: readonly string[]): void {
  document.head.append(Object.assign(document.createElement('link'), { rel, as: 'image', href }));
}

/** From the page, and from a frame of the page's own, where no script of ours ran before. */
async function connectPeer(urls: string): Promise<void> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  for (const realm of [window, frame.contentWindow]) {
    const Peer = Reflect.get(realm ?? {}, 'RTCPeerConnection') as typeof RTCPeerConnection | undefined;
    if (!Peer) continue;
    const peer = new Peer({ iceServers: [{ urls, username: 'x', credential: 'x' }] });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
  }
}
