import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectProxy } from '../testing/connect-proxy.ts';
import { startConnectProxy } from '../testing/connect-proxy.ts';
import { FileServer, sendFile } from '../testing/file-server.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { createNodeGet } from './node-get.ts';
import { proxyFor } from './proxy-for.ts';

const BYTES = Buffer.from('weights');
const IDENTITY = selfSigned();
const FOREVER = new AbortController().signal;

let secure: FileServer;
let plain: FileServer;
let proxy: ConnectProxy;

beforeEach(async () => {
  secure = await FileServer.start(sendFile(BYTES), IDENTITY);
  plain = await FileServer.start(sendFile(BYTES));
  proxy = await startConnectProxy(null);
});
afterEach(async () => {
  await Promise.all([secure.close(), plain.close(), proxy.close()]);
});

async function read(address: string, environment: Record<string, string>, ca: string | undefined = IDENTITY.cert) {
  const get = createNodeGet({ environment, ...(ca !== undefined && { ca }) });
  const { status, body } = await get(new URL(address), { range: 'bytes=2-' }, FOREVER);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return [status, Buffer.concat(pieces).toString()];
}

describe('a request of the command line', () => {
  it('asks a server directly, by HTTPS too', async () => {
    expect(await read(plain.origin, {})).toEqual([206, 'ights']);
    expect(await read(secure.origin, {})).toEqual([206, 'ights']);
    expect(proxy.asked).toEqual([]);
  });

  it('trusts no certificate that nobody vouches for', async () => {
    const get = createNodeGet({ environment: {} });
    await expect(get(new URL(secure.origin), {}, FOREVER)).rejects.toThrow(/self.signed/);
    const tunnelled = createNodeGet({ environment: { HTTPS_PROXY: proxy.address } });
    await expect(tunnelled(new URL(secure.origin), {}, FOREVER)).rejects.toThrow(/self.signed/);
  });

  it('goes through the proxy that is named, with its credentials', async () => {
    const { address } = proxy;
    expect(await read(secure.origin, { HTTPS_PROXY: `http://${address}` })).toEqual([206, 'ights']);
    expect(await read(plain.origin, { http_proxy: `http://mara:p%40ss@${address}` })).toEqual([206, 'ights']);
    const credentials = `Basic ${Buffer.from('mara:p@ss').toString('base64')}`;
    await expect.poll(() => proxy.open).toBe(0);
    expect(proxy.asked).toEqual([`localhost:${secure.port}`, `127.0.0.1:${plain.port} ${credentials}`]);
  });

  it('says that the proxy refuses, is not there, or is of another kind', async () => {
    const refusing = await startConnectProxy(407);
    for (const HTTPS_PROXY of [refusing.address, '127.0.0.1:1', 'socks5://127.0.0.1:1080'])
      await expect(read(secure.origin, { HTTPS_PROXY })).rejects.toMatchObject({ code: 'proxy-refused' });
    await refusing.close();
  });

  it('never names the credentials of the proxy', async () => {
    const refusing = await startConnectProxy(403);
    const failing = read(secure.origin, { HTTPS_PROXY: `http://mara:secret@${refusing.address}` });
    await expect(failing).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
    await refusing.close();
  });

  it('ends when it is cancelled, in the tunnel too', async () => {
    secure.answer = () => undefined;
    for (const environment of [{}, { HTTPS_PROXY: proxy.address }]) {
      const get = createNodeGet({ environment, ca: IDENTITY.cert });
      await expect(get(new URL(secure.origin), {}, AbortSignal.timeout(100))).rejects.toThrow();
    }
    await expect.poll(() => proxy.open).toBe(0);
  });
});

describe('the proxy of an address', () => {
  const names = { HTTPS_PROXY: 'one:8080', HTTP_PROXY: 'http://two:3128' };
  const proxyOf = (address: string, environment: Record<string, string>) =>
    proxyFor(new URL(address), environment)?.host ?? null;

  it('is named for each protocol, lower case before upper case', () => {
    expect(proxyOf('https://github.com', names)).toBe('one:8080');
    expect(proxyOf('http://github.com', names)).toBe('two:3128');
    expect(proxyOf('https://github.com', { ...names, https_proxy: 'http://three:1' })).toBe('three:1');
    expect(proxyOf('https://github.com', { HTTP_PROXY: 'two:3128' })).toBeNull();
    expect(proxyOf('https://github.com', { HTTPS_PROXY: '' })).toBeNull();
  });

  it.each(['github.com', '.github.com', '*.github.com', 'a.de, github.com', '*', 'github.com:443', 'api.github.com'])(
    'is not used for api.github.com where NO_PROXY is %s',
    (list) => expect(proxyOf('https://api.github.com', { ...names, NO_PROXY: list })).toBeNull(),
  );

  it.each(['hub.com', 'github.com:80', 'github.com.de', ''])(
    'is used for api.github.com where NO_PROXY is %s',
    (list) => expect(proxyOf('https://api.github.com', { ...names, no_proxy: list })).toBe('one:8080'),
  );
});
