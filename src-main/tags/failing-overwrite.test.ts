import type { FileHandle } from 'node:fs/promises';
import { open, readFile, readdir, stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeLinkedFile } from '../testing/tag-folder.ts';
import type * as InPlace from './in-place.ts';
import { recover } from './recover.ts';

/** How many of the next overwritings stop half-way, as they do where a disk fails. */
const fails = vi.hoisted(() => ({ byCopy: 0, byDelta: 0 }));

vi.mock('./in-place.ts', async (load) => {
  const real = await load<typeof InPlace>();
  const stopHalfWay = async (path: string, copy: FileHandle): Promise<never> => {
    const { buffer } = await copy.read(Buffer.alloc(1_000), 0, 1_000, 0);
    const file = await open(path, 'r+');
    await file.write(buffer, 0, 1_000, 0);
    await file.close();
    throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' });
  };
  return {
    ...real,
    overwriteByCopy: (...args: Parameters<typeof real.overwriteByCopy>) =>
      fails.byCopy-- > 0 ? stopHalfWay(args[0], args[1]) : real.overwriteByCopy(...args),
    overwriteByDelta: (...args: Parameters<typeof real.overwriteByDelta>) =>
      fails.byDelta-- > 0 ? stopHalfWay(args[0], args[1]) : real.overwriteByDelta(...args),
  };
});

let place: TagFolder;
let [path, other] = ['', ''];
let original: Uint8Array;
beforeEach(async () => {
  ({ place, path, other, original } = await makeLinkedFile(1_000_000_000));
  Object.assign(fails, { byCopy: 0, byDelta: 0 });
});
afterEach(() => place.remove());

it('an overwriting that stops half-way is rolled back at once', async () => {
  fails.byCopy = 1;
  expect(await place.write([path])).toMatchObject({
    written: 0,
    batchId: null,
    failures: [{ error: { code: 'disk-failure' } }],
  });
  expect((await readFile(other)).equals(original)).toBe(true);
  expect(await stat(other)).toMatchObject({ nlink: 2, mtimeMs: 1_000_000_000_000 });
  expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
});

it('one that cannot be rolled back keeps its copy: the next start finishes it', async () => {
  Object.assign(fails, { byCopy: 1, byDelta: 1 });
  const { batchId, failures } = await place.write([path]);
  expect(failures).toMatchObject([{ error: { code: 'repair-pending' } }]);
  expect(await readdir(place.music)).toHaveLength(3);
  expect(await recover(place.journal)).toMatchObject({ finished: 1 });
  expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
  expect(await place.undo(batchId)).toMatchObject({ written: 1, failures: [] });
  expect((await readFile(other)).equals(original)).toBe(true);
  expect(await stat(other)).toMatchObject({ nlink: 2, mtimeMs: 1_000_000_000_000 });
});

it('an undo that stops half-way keeps its copy: the next start brings the bytes', async () => {
  const { batchId } = await place.write([path]);
  fails.byCopy = 1;
  expect((await place.undo(batchId)).failures).toMatchObject([{ error: { code: 'repair-pending' } }]);
  expect(await readdir(place.music)).toHaveLength(3);
  expect(await recover(place.journal)).toMatchObject({ finished: 1 });
  expect((await readFile(other)).equals(original)).toBe(true);
  expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
});
