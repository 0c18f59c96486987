import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place, RunningApp } from '../app.ts';
import { launchApp } from '../app.ts';
import { setupNamespace, WATCHED_INTERFACE } from './namespace.ts';
import { netLogSwitches, readNetLog } from './net-log.ts';
import type { PacketWatch } from './packet-watch.ts';
import { watchPackets } from './packet-watch.ts';
import { makeMusic, useApp } from './use-app.ts';

/** What a use of the app was found to look up and connect to. */
export interface NetworkReport {
  /** Lookups and connections, in words; each layer's own. */
  readonly contacts: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
}

/** How long the app is used, and how it is watched. */
export interface WatchOptions {
  /** The app is used in rounds until this time is over; 0 is one round. */
  readonly minutes: number;
  /** Whether this process has a network of its own, where packets are seen. */
  readonly hasOwnNetwork: boolean;
  readonly say: (line: string) => void;
}

/** Looked up by the app at the end, so that a watch that sees nothing is found out. */
const CONTROL = 'control.invalid';
const CONTROL_PATIENCE_MILLISECONDS = 10_000;
/** Lets Chromium look for a proxy's configuration by itself ("wpad"), as it does on Windows. */
const AUTO_DETECT = { auto_proxy: '' };

/**
 * Starts the app on generated music, uses all of it, and says what it looked up or connected to.
 * @throws Error where the control at the end was not seen, or the app could not be used
 */
export async function watchUse(options: WatchOptions): Promise<NetworkReport> {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-network-'));
  const place = { home: join(folder, 'home'), music: join(folder, 'music') };
  await mkdir(place.music);
  if (options.hasOwnNetwork) setupNamespace(folder);
  const packets = options.hasOwnNetwork ? watchPackets(WATCHED_INTERFACE) : null;
  const netLog = join(folder, 'net-log.json');
  try {
    await makeMusic(place);
    const app = await launchApp(place, undefined, AUTO_DETECT, netLogSwitches(netLog));
    try {
      const { rounds, seconds } = await useInRounds(app, place, packets, options);
      const seen = packetWords(packets);
      await control(app, packets);
      await app.electron.close();
      const events = await readNetLog(netLog);
      const end = events.findIndex((event) => event.includes(CONTROL));
      if (end < 0)
        throw new Error(`Chromium's log does not have the control's lookup: ${events.join(', ') || 'empty'}`);
      return { contacts: [...seen, ...events.slice(0, end)], rounds, seconds };
    } finally {
      await app.electron.close().catch(() => undefined);
    }
  } finally {
    packets?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function useInRounds(
  app: RunningApp,
  place: Place,
  packets: PacketWatch | null,
  { minutes, say }: WatchOptions,
): Promise<Pick<NetworkReport, 'rounds' | 'seconds'>> {
  const began = Date.now();
  const elapsed = (): number => (Date.now() - began) / 1000;
  let rounds = 0;
  let told = 0;
  do {
    await useApp(app, place);
    rounds++;
    const seen = packetWords(packets);
    for (const words of seen.slice(told)) say(`  ${words}`);
    told = seen.length;
    say(
      `${elapsed().toFixed(0)} s: round ${rounds} done, ${packets ? `${seen.length} packets` : 'packets not watched'}`,
    );
  } while (elapsed() < minutes * 60);
  return { rounds, seconds: elapsed() };
}

function packetWords(packets: PacketWatch | null): string[] {
  return (packets?.seen() ?? []).map(({ kind, to, seconds }) => `packet after ${seconds.toFixed(1)} s: ${kind} ${to}`);
}

/** Lets the app look a name up, and waits until that was seen. @throws Error where it was not */
async function control({ electron }: RunningApp, packets: PacketWatch | null): Promise<void> {
  await electron.evaluate(({ net }, name) => {
    void net.resolveHost(name).catch(() => undefined);
  }, CONTROL);
  const end = Date.now() + CONTROL_PATIENCE_MILLISECONDS;
  const isSeen = (): boolean => packets?.seen().some(({ to }) => to.includes(CONTROL)) ?? false;
  while (Date.now() < end && !isSeen()) await new Promise((resolve) => setTimeout(resolve, 100));
  if (packets && !isSeen()) throw new Error('The watch did not see the packets of the control lookup.');
}
