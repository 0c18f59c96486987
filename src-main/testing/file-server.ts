import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server's own certificate and key, in PEM. */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
}

const READING_MILLISECONDS = 100;

/** A server on this machine that answers as a test says. */
export class FileServer {
  /** The ranges that were asked for, in order; empty for none. */
  readonly ranges: string[] = [];
  /** How often somebody connected, whatever came of it. */
  connections = 0;
  /** How the next requests are answered. */
  answer: RequestListener;
  readonly #server: Server;
  readonly #isSecure: boolean;

  private constructor(server: Server, answer: RequestListener, isSecure: boolean) {
    this.#server = server;
    this.answer = answer;
    this.#isSecure = isSecure;
    server.on('connection', () => (this.connections += 1));
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.ranges.push(request.headers.range ?? '');
      this.answer(request, response);
    });
  }

  /** @param identity for HTTPS */
  static async start(answer: RequestListener, identity?: ServerIdentity): Promise<FileServer> {
    const server = identity ? createHttpsServer(identity) : createHttpServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FileServer(server, answer, identity !== undefined);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return this.#isSecure ? `https://localhost:${this.port}` : `http://127.0.0.1:${this.port}`;
  }

  /** Cuts what is still open. */
  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

/** Sends a file, or the part of it that was asked for. */
export function sendFile(bytes: Uint8Array): RequestListener {
  return (request, response) => response.end(begin(bytes, request, response));
}

/** Sends a file, whatever part of it was asked for. */
export function sendWhole(bytes: Uint8Array): RequestListener {
  return (_request, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
}

/** Sends the first bytes, and ends the connection when they had time to be read: what is not is lost. */
export function cutAfter(count: number, bytes: Uint8Array): RequestListener {
  return (request, response) =>
    response.write(begin(bytes, request, response).subarray(0, count), () =>
      setTimeout(() => response.destroy(), READING_MILLISECONDS),
    );
}

/** Sends the first bytes, and then nothing. */
export function stallAfter(count: number, bytes: Uint8Array): RequestListener {
  return (request, response) => void response.write(begin(bytes, request, response).subarray(0, count));
}

/** Sends a status, and where to go instead. */
export function sendStatus(status: number, location?: string): RequestListener {
  return (_request, response) => response.writeHead(status, location === undefined ? {} : { location }).end();
}

/** Sends the head. @returns the bytes to send */
function begin(bytes: Uint8Array, { headers }: IncomingMessage, response: ServerResponse): Uint8Array {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const rest = bytes.subarray(from);
  const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...(from > 0 && range) });
  return rest;
}
