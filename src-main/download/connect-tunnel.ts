import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { AppError } from '../contract/app-error.ts';

/**
 * Opens a connection to an address through a proxy (HTTP CONNECT, RFC 9110, section 9.3.6). The proxy sees the name of
 * the host, and of HTTPS nothing else.
 * @throws AppError proxy-refused
 */
export function openTunnel(proxy: URL, address: URL, signal: AbortSignal): Promise<Duplex> {
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')
    throw new AppError('proxy-refused', `${proxy.protocol}// proxies are not supported.`);
  const target = `${address.hostname}:${address.port || (address.protocol === 'https:' ? 443 : 80)}`;
  const connect = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
    method: 'CONNECT',
    hostname: bare(proxy.hostname),
    port: proxy.port,
    path: target,
    headers: { host: target, ...authorization(proxy) },
    agent: false,
    signal,
  });
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => reject(new AppError('proxy-refused', `${proxy.host}: ${why}`));
    connect.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      refuse(`status ${statusCode}`);
    });
    connect.once('response', (response) => {
      response.destroy();
      refuse(`status ${response.statusCode}`);
    });
    connect.once('error', ({ message }) => refuse(message));
    connect.end();
  });
}

/** Name and password of the proxy's address; they are sent to the proxy alone. */
function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** A host as sockets take it: IPv6 without brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
