import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlayedProcess } from '../testing/played-process.ts';
import type { WatchProtocol } from '../workers/watch-protocol.ts';
import { FolderWatch } from './folder-watch.ts';

const FOLDER = tmpdir();

let folder: string | null = FOLDER;
let scans: string[] = [];
let isWriting = false;
let mayScan = true;
let processes: PlayedProcess<WatchProtocol>[] = [];
let watch: FolderWatch;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  folder = FOLDER;
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
    foldersOf: (root) => [root],
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
  const ready = watch.refresh();
  await processes[0]!.respond('watch', { isWatched });
  await ready;
  return processes[0]!;
}

/** Lets time pass, and what waits for the disk happen. */
async function pass(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed++) {
    await vi.advanceTimersByTimeAsync(1_000);
    // The watch looks whether the folder is there.
    for (let look = 0; look < 3; look++) await access(FOLDER);
    await setImmediate();
  }
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

  it('is left alone when the user wants so', async () => {
    const process = await begin();
    folder = null;
    await watch.refresh();
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

  it('may be gone with its drive: then nothing is lost', async () => {
    folder = `${FOLDER}/genrescope-no-such-folder`;
    await begin(false);
    await pass(130);
    expect(scans).toEqual([]);
  });
});
