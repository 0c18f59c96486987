import { Readable } from 'node:stream';
import type { ClientRequest, Session } from 'electron';
import { net, session } from 'electron';
import { AppError } from '../contract/app-error.ts';
import type { HttpGet, HttpResponse } from '../download/http-get.ts';

/** Has neither cookies nor a cache, and is not the page's. */
const PARTITION = 'downloads';
const PROXY_FAULT = /ERR_(PROXY|TUNNEL|NO_SUPPORTED_PROXIES|MANDATORY_PROXY|PAC|SOCKS)/;

let downloads: Promise<Session> | null = null;

/** The session of downloads. It alone follows the system's proxy, and is made only when the user asks for a download. */
async function downloadSession(): Promise<Session> {
  const made = session.fromPartition(PARTITION, { cache: false });
  await made.setProxy({ mode: 'system' });
  return made;
}

/** Requests by Chromium, through the system's proxy and with the system's certificates. */
export const netGet: HttpGet = async (address, headers, signal) => {
  downloads ??= downloadSession();
  return get(await downloads, address, headers, signal);
};

const get = (from: Session, ...[address, headers, signal]: Parameters<HttpGet>): ReturnType<HttpGet> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = net.request({
      url: address.href,
      session: from,
      credentials: 'omit',
      redirect: 'manual',
    });
    for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
    // The request closes when it is sent, long before its response: the listener stays as long as the signal.
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.once('abort', () => reject(new Error('The request was aborted.')));
    request.on('error', (error) => reject(PROXY_FAULT.test(error.message) ? proxyRefused(error) : error));
    // Chromium ends the request where nobody follows.
    request.once('redirect', (status, _method, location) => resolve(redirect(status, location)));
    request.once('response', (message) =>
      resolve(answered(request, message.statusCode, message.headers, message as unknown as Readable)),
    );
    request.end();
  });

function redirect(status: number, location: string): HttpResponse {
  return {
    status,
    header: (name) => (name === 'location' ? location : null),
    body: Readable.from([]),
    close: () => undefined,
  };
}

function answered(
  request: ClientRequest,
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: Readable,
): HttpResponse {
  return {
    status,
    body,
    header: (name) => headers[name]?.toString() ?? null,
    close: () => request.abort(),
  };
}

function proxyRefused(cause: Error): AppError {
  return new AppError('proxy-refused', cause.message, { cause });
}
