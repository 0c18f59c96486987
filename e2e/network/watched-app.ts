import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place, RunningApp } from '../app.ts';
import { launchApp } from '../app.ts';
import { setupNamespace, WATCHED_INTERFACE } from './namespace.ts';
import { netLogSwitches, readNetLog } from './net-log.ts';
import type { PacketWatch } from './packet-watch.ts';
import { watchPackets } from './packet-watch.ts';

/** An app that is watched while something is done with it. */
export interface WatchedApp {
  readonly app: RunningApp;
  readonly place: Place;
  /** The packets that left until now, in words; null where packets are not watched. */
  packets(): readonly string[] | null;
}

/** Looked up by the app at the end, so that a watch that sees nothing is found out. */
const CONTROL = 'control.invalid';
const CONTROL_PATIENCE_MILLISECONDS = 10_000;
/** Has Chromium look for a proxy's configuration by itself ("wpad"), as it does on Windows. */
const PROXY_SEARCH = { auto_proxy: '' };
/** An update server that the app knows and may not ask: nobody answers whether it may. */
const UPDATE_CONFIG = 'provider: generic\nurl: http://127.0.0.1:9/\n';

/**
 * Starts the app, does something with it, and says what was looked up and connected to meanwhile: packets of all
 * processes, and the events of Chromium's own log.
 * @param hasOwnNetwork whether this process has a network of its own, where packets can be watched
 * @throws Error where the control at the end was not seen, or whatever `activity` throws
 */
export async function watchApp(
  hasOwnNetwork: boolean,
  activity: (watched: WatchedApp) => Promise<void>,
): Promise<{ packets: readonly string[]; events: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-network-'));
  const place = { home: join(folder, 'home'), music: join(folder, 'music') };
  await mkdir(place.music);
  if (hasOwnNetwork) setupNamespace(folder);
  const watch = hasOwnNetwork ? watchPackets(WATCHED_INTERFACE) : null;
  const netLog = join(folder, 'net-log.json');
  const config = join(folder, 'app-update.yml');
  await writeFile(config, UPDATE_CONFIG);
  const environment = { ...PROXY_SEARCH, GENRESCOPE_UPDATE_CONFIG: config };
  try {
    const app = await launchApp(place, undefined, environment, netLogSwitches(netLog));
    try {
      await activity({ app, place, packets: () => watch && packetWords(watch) });
      const packets = watch ? packetWords(watch) : [];
      await makeControl(app, watch);
      await app.electron.close();
      return { packets, events: beforeControl(await readNetLog(netLog)) };
    } finally {
      await app.electron.close().catch(() => undefined);
    }
  } finally {
    watch?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function packetWords(watch: PacketWatch): string[] {
  return watch.seen().map(({ kind, to, seconds }) => `packet after ${seconds.toFixed(1)} s: ${kind} ${to}`);
}

/** Lets the app look a name up, and waits until that was seen. @throws Error where it was not */
async function makeControl({ electron }: RunningApp, watch: PacketWatch | null): Promise<void> {
  await electron.evaluate(({ net }, name) => {
    void net.resolveHost(name).catch(() => undefined);
  }, CONTROL);
  if (!watch) return;
  const end = Date.now() + CONTROL_PATIENCE_MILLISECONDS;
  while (!watch.seen().some(({ to }) => to.includes(CONTROL))) {
    if (Date.now() > end) throw new Error('The watch did not see the packets of the control lookup.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @throws Error where the control's lookup is not in the log */
function beforeControl(events: readonly string[]): readonly string[] {
  const end = events.findIndex((event) => event.includes(CONTROL));
  if (end < 0) throw new Error('Chromium’s log does not have the lookup of the control.');
  return events.slice(0, end);
}
