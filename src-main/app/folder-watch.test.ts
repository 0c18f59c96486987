import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlayedProcess } from '../testing/played-process.ts';
import type { WatchProtocol } from '../workers/watch-protocol.ts';
import { FolderWatch } from './folder-watch.ts';

const FOLDER = tmpdir();
const OTHER = '/other';

let folders: string[] = [];
let gone: string[] = [];
let told: string[][] = [];
let folder: string | null = FOLDER;
let scans: string[] = [];
let isWriting = false;
let mayScan = true;
let processes: PlayedProcess<WatchProtocol>[] = [];
let watch: FolderWatch;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  folder = FOLDER;
  folders = [FOLDER];
  gone = [];
  told = [];
  scans = [];
  isWriting = false;
  mayScan = true;
  processes = [];
  watch = new FolderWatch({
    startProcess() {
      const started = new PlayedProcess<WatchProtocol>();
      processes.push(started);
      return started;
    },
    folder: () => folder,
    foldersOf: () => folders,
    goneOf: () => Promise.resolve(gone),
    onGone: (_, away) => told.push([...away]),
    scan(path) {
      if (mayScan) scans.push(path);
      return mayScan;
    },
    isWriting: () => isWriting,
  });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

async function begin(isWatched = true): Promise<PlayedProcess<WatchProtocol>> {
  watch.refresh();
  await setImmediate();
  await processes[0]!.respond('watch', { isWatched });
  return processes[0]!;
}

/** Lets time pass, and what waits for it happen. */
async function pass(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed++) await vi.advanceTimersByTimeAsync(1_000);
}

describe('a watched folder', () => {
  it('is scanned once when nothing has changed for a while', async () => {
    const process = await begin();
    for (let change = 0; change < 5; change++) {
      process.emit('changed', null);
      await pass(2);
    }
    expect(scans).toEqual([]);
    await pass(5);
    expect(scans).toEqual([FOLDER]);
    await pass(600);
    expect(scans).toHaveLength(1);
  });

  it('is scanned in the end where changes never pause, and not more often than its size allows', async () => {
    const process = await begin();
    watch.noteListed({ isUnsettled: false, milliseconds: 5_000 });
    for (let second = 0; second < 200; second++) {
      process.emit('changed', null);
      await pass(1);
    }
    // After a hundred seconds of rest, then at every thirty of change.
    expect(scans.length).toBeGreaterThanOrEqual(3);
    expect(scans.length).toBeLessThanOrEqual(4);
  });

  it('waits while the app writes, and for the end of another scan', async () => {
    const process = await begin();
    isWriting = true;
    process.emit('changed', null);
    await pass(60);
    expect(scans).toEqual([]);
    isWriting = false;
    mayScan = false;
    await pass(10);
    mayScan = true;
    watch.noteIdle();
    await pass(1);
    expect(scans).toEqual([FOLDER]);
  });

  it('is looked at again for files that were still being copied', async () => {
    await begin();
    watch.noteListed({ isUnsettled: true, milliseconds: 1 });
    await pass(6);
    expect(scans).toEqual([FOLDER]);
  });

  it('is scanned once more where it was listed before the system watched it', async () => {
    watch.refresh();
    await setImmediate();
    watch.noteListed({ isUnsettled: false, milliseconds: 1 });
    await processes[0]!.respond('watch', { isWatched: true });
    await pass(6);
    expect(scans).toEqual([FOLDER]);
  });

  it('is left alone when the user wants so', async () => {
    const process = await begin();
    folder = null;
    watch.refresh();
    expect(process.isKilled).toBe(true);
    watch.noteListed({ isUnsettled: true, milliseconds: 1 });
    await pass(100);
    expect(scans).toEqual([]);
  });
});

describe('a folder of which the system tells nothing', () => {
  it.each(['never', 'no longer', 'as its process ends'])('is looked at from time to time: %s', async (when) => {
    const process = await begin(when !== 'never');
    if (when === 'no longer') process.emit('lost', null);
    if (when === 'as its process ends') await process.crash('signal 11');
    await pass(61);
    expect(scans).toHaveLength(1);
    watch.noteIdle();
    await pass(61);
    expect(scans).toHaveLength(2);
  });
});

describe('a folder that goes away', () => {
  it('is told at once, and loses nothing', async () => {
    const process = await begin();
    expect(told).toEqual([[]]);
    gone = [FOLDER];
    process.emit('changed', null);
    await pass(1);
    expect(told.at(-1)).toEqual([FOLDER]);
    await pass(130);
    expect(scans).toEqual([]);
  });

  it('is noticed where the system says nothing, once', async () => {
    await begin();
    gone = [FOLDER];
    await pass(60);
    expect(told).toEqual([[], [FOLDER]]);
  });

  it('is watched and scanned when it is back', async () => {
    await begin();
    gone = [FOLDER];
    processes[0]!.emit('changed', null);
    await pass(30);
    expect([processes.length, processes[0]!.isKilled]).toEqual([1, true]);
    gone = [];
    await pass(10);
    expect(told.at(-1)).toEqual([]);
    expect(processes[1]!.last).toMatchObject({ question: 'watch', request: { folders: [FOLDER] } });
    expect(scans).toEqual([FOLDER]);
  });

  it('leaves the others watched and scanned', async () => {
    folders = [FOLDER, OTHER];
    await begin();
    gone = [FOLDER];
    await pass(6);
    expect(told.at(-1)).toEqual([FOLDER]);
    const { last } = processes[1]!;
    expect(last).toMatchObject({ question: 'watch', request: { folders: [OTHER] } });
    await processes[1]!.respond('watch', { isWatched: true });
    processes[1]!.emit('changed', null);
    await pass(6);
    expect(scans).toEqual([FOLDER]);
  });

  it('is nobody’s matter once another library is open', async () => {
    await begin();
    gone = [FOLDER];
    folder = null;
    watch.refresh();
    await pass(30);
    expect(told).toEqual([[]]);
  });
});
