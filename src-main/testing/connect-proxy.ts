import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy that opens tunnels on this machine. */
export interface ConnectProxy {
  readonly address: string;
  /** What was asked for, with the credentials: `localhost:443 Basic …`. */
  readonly asked: readonly string[];
  /** How many tunnels are open. */
  readonly open: number;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

/** @param refusal the status that every tunnel is refused with; null opens them */
export async function startConnectProxy(refusal: number | null): Promise<ConnectProxy> {
  const asked: string[] = [];
  const open = new Set<Duplex>();
  const server = createServer();
  server.on('connect', ({ url = '', headers }, client) => {
    asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
    client.on('error', () => undefined);
    if (refusal !== null) return void client.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    open.add(client);
    client.on('close', () => open.delete(client));
    const target = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    get open() {
      return open.size;
    },
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      for (const client of open) client.destroy();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
