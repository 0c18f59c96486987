import type { FileHandle } from 'node:fs/promises';
import { readdir } from 'node:fs/promises';
import type * as FileSystem from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { batchEntries } from '../testing/batch-entries.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder, makeWavs } from '../testing/tag-folder.ts';
import { temporaryName } from '../files/temporary-file.ts';
import { recover } from './recover.ts';
import { createBatch, listBatchIds } from './journal.ts';

/** Of so many of the next appendings only the first bytes find room. */
const disk = vi.hoisted(() => ({ full: 0 }));

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof FileSystem>();
  return {
    ...real,
    async open(...args: Parameters<typeof real.open>): Promise<FileHandle> {
      const handle = await real.open(...args);
      if (args[1] !== 'a') return handle;
      const append = handle.appendFile.bind(handle);
      handle.appendFile = async (text) => {
        if (disk.full-- <= 0) return append(text);
        await append(String(text).slice(0, 12));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      return handle;
    },
  };
});

let place: TagFolder;
beforeEach(async () => {
  place = await makeTagFolder();
  disk.full = 0;
});
afterEach(() => place.remove());

it('a disk that is full while the journal is repaired leaves that to the next start', async () => {
  const path = join(place.music, 'a.wav');
  await makeWavs([path]);
  const journal = await createBatch(place.journal, place.music);
  await journal.append({ kind: 'begun', file: 0, path, temporary: temporaryName(path) }, true);
  await journal.close();
  disk.full = 1;
  expect(await recover(place.journal)).toMatchObject({ rolledBack: 0, unrepaired: 1 });
  expect(await recover(place.journal)).toMatchObject({ rolledBack: 1, unrepaired: 0 });
});

const openFiles = async () => (process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0);

it('a disk that is full while lines are appended glues none to the next', async () => {
  const journal = await createBatch(place.journal, place.music);
  for (let file = 0; file < 4; file++) {
    disk.full = file % 2;
    const appended = journal.append({ kind: 'written', file }, true);
    if (file % 2 === 1) await expect(appended).rejects.toMatchObject({ code: 'ENOSPC' });
    else await appended;
  }
  disk.full = 2;
  const failing = ['a', 'b', 'c'].map((message, index) =>
    journal.append({ kind: 'abandoned', file: 9 + index, code: 'cancelled', message }),
  );
  expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  disk.full = 0;
  await journal.append({ kind: 'undone', file: 2 });
  await journal.close();
  const entries = await batchEntries(place.journal, journal.batchId);
  expect(entries.slice(1)).toEqual([
    { kind: 'written', file: 0 },
    { kind: 'written', file: 2 },
    { kind: 'undone', file: 2 },
  ]);
});

it('a batch that finds no room to begin is no batch, and leaves nothing behind', async () => {
  const path = join(place.music, 'a.wav');
  await makeWavs([path]);
  await place.write([path]);
  const [batches, opened] = [await listBatchIds(place.journal), await openFiles()];
  for (let round = 0; round < 3; round++) {
    disk.full = 1;
    await expect(place.write([path])).rejects.toMatchObject({ code: 'disk-full' });
  }
  expect(await listBatchIds(place.journal)).toEqual(batches);
  expect(await openFiles()).toBe(opened);
});
