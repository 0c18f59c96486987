import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { openTunnel } from './connect-tunnel.ts';
import type { HttpGet, HttpResponse } from './http-get.ts';
import { proxyFor } from './proxy-for.ts';

/** What the requests of the command line follow. */
export interface NodeGetOptions {
  /** Names the proxies. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Certificates to trust in place of Node's own. */
  readonly ca?: string;
}

/** Requests by Node's own modules, through the proxy that the environment names. */
export function createNodeGet({ environment, ca }: NodeGetOptions): HttpGet {
  return async (address, headers, signal) => {
    const proxy = proxyFor(address, environment);
    const tunnel = proxy ? await openTunnel(proxy, address, signal) : null;
    const options: RequestOptions = { headers, signal, agent: false };
    const request =
      address.protocol === 'https:'
        ? requestHttps(address, {
            ...options,
            ca,
            ...(tunnel && { createConnection: () => tlsOver(tunnel, address, ca) }),
          })
        : requestHttp(address, { ...options, ...(tunnel && { createConnection: () => tunnel }) });
    // Node ends neither the socket below TLS nor one that it did not open.
    if (tunnel) request.once('close', () => tunnel.destroy());
    return responseOf(await answerTo(request));
  };
}

/** @throws where the certificate is not the host's */
function tlsOver(socket: Duplex, { hostname }: URL, ca: string | undefined): Duplex {
  return connectTls({ socket, ca, host: hostname, ...(isIP(hostname) === 0 && { servername: hostname }) });
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Also after the response: the body's reader hears of it too.
    request.on('error', reject);
    request.end();
  });
}

function responseOf(message: IncomingMessage): HttpResponse {
  return {
    status: message.statusCode ?? 0,
    header: (name) => message.headers[name]?.toString() ?? null,
    body: message,
    close: () => void message.destroy(),
  };
}
