import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../engine/training-run.ts';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
import type { Row } from '../shipped/results-table.ts';
import { resultsTable } from '../shipped/results-table.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-checkpoint-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a checkpoint', () => {
  const snapshot: Snapshot = {
    epoch: 3,
    step: 81,
    best: { epoch: 2, accuracy: 0.5, loss: 1.25 },
    arrays: {
      parameters: Float32Array.of(0.1, -2, Number.MIN_VALUE),
      statistics: new Float32Array(0),
      'odd name': Float32Array.of(7),
    },
  };

  it('comes back as it was, to the bit, and leaves nothing half written', async () => {
    const path = join(folder, 'checkpoint.bin');
    await writeCheckpoint(path, 'run a', snapshot);
    await writeCheckpoint(path, 'run a', { ...snapshot, epoch: 4 });
    expect(await readCheckpoint(path, 'run a')).toEqual({ ...snapshot, epoch: 4 });
    expect(await readdir(folder)).toEqual(['checkpoint.bin']);
    await removeCheckpoint(path);
    expect(await readCheckpoint(path, 'run a')).toBeNull();
  });

  it('is not taken up by another run', async () => {
    const path = join(folder, 'checkpoint.bin');
    await writeCheckpoint(path, 'run a', snapshot);
    await expect(readCheckpoint(path, 'run b')).rejects.toMatchObject({ code: 'training-changed' });
    expect((await readCheckpoint(path, 'run a'))?.epoch).toBe(3);
  });

  it('survives a crash in the middle of the next one', async () => {
    const path = join(folder, 'checkpoint.bin');
    await writeCheckpoint(path, 'run a', snapshot);
    await writeFile(`${path}.part`, 'half');
    await appendFile(`${path}.part`, 'of it');
    expect((await readCheckpoint(path, 'run a'))?.epoch).toBe(3);
  });

  it('is refused where it is damaged anywhere', async () => {
    const path = join(folder, 'checkpoint.bin');
    await writeCheckpoint(path, 'run a', snapshot);
    const whole = await readFile(path);
    for (const length of [0, 3, 40, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await expect(readCheckpoint(path, 'run a')).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    }
    await writeFile(
      path,
      whole.map((byte, index) => (index === whole.length - 40 ? byte ^ 1 : byte)),
    );
    await expect(readCheckpoint(path, 'run a')).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  // A small file system can be made by root on Linux only.
  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'is left as it was where the disk is full',
    async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
      try {
        const path = join(folder, 'checkpoint.bin');
        await writeCheckpoint(path, 'run a', snapshot);
        const large = { ...snapshot, epoch: 4, arrays: { parameters: new Float32Array(20_000).fill(1) } };
        await expect(writeCheckpoint(path, 'run a', large)).rejects.toMatchObject({ code: 'disk-full' });
        expect((await readCheckpoint(path, 'run a'))?.epoch).toBe(3);
        expect(await readdir(folder)).toEqual(['checkpoint.bin']);
      } finally {
        execFileSync('umount', [folder]);
      }
    },
  );
});

describe('the table of results', () => {
  it('has a line for every architecture with both protocols side by side', () => {
    const run = {
      split: 'random-segments',
      accuracy: 0.8123,
      interval95: [0.79, 0.83] as [number, number],
      tracks: 500,
      macroF1: 0.8,
      epoch: 31,
      secondsPerEpoch: 1.25,
    };
    const row: Row = {
      name: 'mfcc-cnn',
      parameters: 45_514,
      usual: run,
      honest: { ...run, split: 'fault-filtered', accuracy: 0.5, tracks: 290 },
      date: '2026-01-02',
      seed: 1,
    };
    expect(resultsTable([row], { threads: 2 })).toContain(
      '| `mfcc-cnn` | 45,514 | 81.2% of 500 (random-segments) | **50.0%** of 290 | 79.0% to 83.0% | ' +
        '0.800 | 1.3 | 31 | 1 | 2026-01-02 |',
    );
  });
});
