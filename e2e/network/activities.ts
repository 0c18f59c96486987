import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { attemptAll } from './page-attempts.ts';
import { makeMusic, useApp } from './use-app.ts';
import { watchApp } from './watched-app.ts';

/** How an activity is watched. */
export interface WatchOptions {
  /** Whether this process has a network of its own, where packets are seen. */
  readonly hasOwnNetwork: boolean;
  /** Takes what there is to tell, line by line. */
  readonly say: (line: string) => void;
}

/** Names of servers that do not exist; an address is of the block for documentation (RFC 5737). */
const [NAMES, ADDRESS, PORT] = ['attempt.invalid', '198.51.100.7', 3478];

/**
 * Uses the app in rounds until a time is over, once at least.
 * @returns lookups and connections, in words
 * @throws Error as `watchApp`
 */
export async function watchUse(minutes: number, { hasOwnNetwork, say }: WatchOptions): Promise<readonly string[]> {
  const { packets, events } = await watchApp(hasOwnNetwork, async ({ app, place, packets: seen }) => {
    await makeMusic(place);
    const began = Date.now();
    const elapsed = (): number => (Date.now() - began) / 1000;
    for (let round = 1; round === 1 || elapsed() < minutes * 60; round++) {
      await useApp(app, place);
      const packetsSeen = seen();
      const words = packetsSeen ? `${packetsSeen.length} packets left` : 'packets are not watched';
      say(`${elapsed().toFixed(0)} s: round ${round} done, ${words}`);
    }
  });
  return [...packets, ...events];
}

/**
 * Lets the page try to reach servers in every way.
 * @returns what reached one, or looked one up, in words
 * @throws Error as `watchApp`
 */
export async function watchAttempts({ hasOwnNetwork, say }: WatchOptions): Promise<readonly string[]> {
  const listener = await listen();
  const { packets, events } = await watchApp(hasOwnNetwork, async ({ app: { page } }) => {
    await attemptAll(page, (name) => [
      // A relay's name in a frame is looked up: see docs/security.md.
      ...(name.startsWith('relay') ? [] : [`${name}.${NAMES}:${PORT}`]),
      `${ADDRESS}:${PORT}`,
      `127.0.0.1:${listener.port}`,
    ]);
    if (!page.url().startsWith('app://genrescope/')) throw new Error(`The page was left for ${page.url()}.`);
    say('All attempts are made.');
  });
  listener.close();
  // The page's requests end at a proxy that is nowhere, which Chromium's log tells too.
  const named = events.filter((event) => event.includes(NAMES) || event.includes(ADDRESS));
  return [...packets, ...named, ...listener.contacts];
}

/** A server of this machine that answers nothing and remembers who came, by TCP and UDP. */
async function listen() {
  const contacts: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => contacts.push(`TCP on this machine: ${bytes.toString('latin1', 0, 60)}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = createSocket('udp4', () => contacts.push('UDP on this machine'));
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port,
    contacts,
    close() {
      server.close();
      socket.close();
    },
  };
}
