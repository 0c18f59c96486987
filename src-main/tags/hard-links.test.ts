import { link, open, readFile, readdir, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesSource } from '../formats/byte-source.ts';
import { readGenres } from '../formats/tag-editors.ts';
import { temporaryName } from '../files/temporary-file.ts';
import { batchEntries } from '../testing/batch-entries.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeLinkedFile, smallWav } from '../testing/tag-folder.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import { applyBatch } from './batches.ts';
import { overwriteByCopy } from './in-place.ts';
import type { JournalEntry } from './journal-schema.ts';
import { recover } from './recover.ts';

const LONG_AGO = 1_000_000_000;
let place: TagFolder;
let [path, other] = ['', ''];
let original: Uint8Array;
beforeEach(async () => {
  ({ place, path, other, original } = await makeLinkedFile(LONG_AGO));
});
afterEach(() => place.remove());

const genresOf = async (file: string) => readGenres(bytesSource(await readFile(file)));

describe('a file with several names', () => {
  it('stays one, with the new genre under all its names; undo brings its bytes and its time back', async () => {
    const before = await stat(path);
    const { batchId, written } = await place.write([path]);
    expect(written).toBe(1);
    for (const name of [path, other]) {
      expect(await genresOf(name)).toEqual(['Rock']);
      expect(await stat(name)).toMatchObject({ ino: before.ino, nlink: 2, mtimeMs: LONG_AGO * 1000 });
    }
    expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
    expect(await place.undo(batchId)).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(other)).equals(original)).toBe(true);
    expect(await stat(other)).toMatchObject({ ino: before.ino, nlink: 2, mtimeMs: LONG_AGO * 1000 });
    expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
  });

  it('is left alone where the user says so', async () => {
    const before = await stat(path);
    expect(await place.write([path], { rules: { hardLinks: 'leave' } })).toMatchObject({
      written: 0,
      batchId: null,
      failures: [{ error: { code: 'hard-linked' } }],
    });
    expect((await readFile(path)).equals(original)).toBe(true);
    expect((await stat(path)).ctimeMs).toBe(before.ctimeMs);
  });

  it('may be named several times in one batch: the last genre counts, and undo brings the bytes back', async () => {
    const names = Array.from({ length: 10 }, (_, index) => join(place.music, `name ${index}.wav`));
    for (const name of names) await link(path, name);
    await symlink(path, join(place.music, 'symbolic.wav'));
    const paths = [path, other, ...names, join(place.music, 'symbolic.wav')];
    const context = { ...place.context, decoder: place.decoder, rules: DEFAULT_WRITING_RULES };
    const result = await applyBatch(
      paths.map((each, index) => ({ path: each, genres: [`Genre ${index}`], model: 'test' })),
      place.music,
      context,
    );
    expect(result).toMatchObject({ written: paths.length, failures: [] });
    for (const each of paths) expect(await genresOf(each)).toEqual([`Genre ${paths.length - 1}`]);
    expect(await place.undo(result.batchId)).toMatchObject({ written: paths.length, failures: [] });
    for (const each of paths) expect((await readFile(each)).equals(original)).toBe(true);
  });
});

describe('overwriting by a copy', () => {
  it('says so where the file is gone', async () => {
    const copy = await open(other, 'r');
    await expect(overwriteByCopy(join(place.music, 'gone.wav'), copy, '', null)).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await copy.close();
  });

  it('says so where the bytes read back otherwise', async () => {
    const copy = await open(join(place.music, 'copy'), 'wx+');
    await copy.writeFile('new bytes');
    await expect(overwriteByCopy(path, copy, '00', null)).rejects.toMatchObject({ code: 'tags-verification-failed' });
    await copy.close();
  });
});

/** The journal and the files as a crash leaves them in the middle of overwriting, in writing or in undo. */
async function crash(kind: 'overwriting' | 'undo-overwriting', fraction: number): Promise<string> {
  const { batchId } = await place.write([path]);
  const rewritten = await readFile(path);
  const entries = (await batchEntries(place.journal, batchId!)).filter(
    (entry) => entry.kind !== 'written' && entry.kind !== 'overwriting',
  );
  const prepared = entries.find((entry) => entry.kind === 'prepared')!;
  const temporary = kind === 'overwriting' ? prepared.temporary : temporaryName(path);
  const [from, to] = kind === 'overwriting' ? [original, rewritten] : [rewritten, original];
  const lines: JournalEntry[] =
    kind === 'overwriting'
      ? [{ kind, file: 0 }]
      : [
          { kind: 'written', file: 0 },
          { kind: 'undo-begun', file: 0, temporary },
          { kind, file: 0 },
        ];
  await writeFile(temporary, to);
  await utimes(temporary, LONG_AGO, LONG_AGO);
  const half = Math.floor(to.length * fraction);
  await writeFile(path, Buffer.concat([to.subarray(0, half), from.subarray(half)]));
  await writeFile(
    join(place.journal, batchId!, 'journal.jsonl'),
    `${[...entries, ...lines].map((entry) => JSON.stringify(entry)).join('\n')}\n`,
  );
  return batchId!;
}

describe.each([0, 0.01, 0.5, 1])('a crash in the middle of overwriting, %d of it done,', (fraction) => {
  it('is repaired in writing', async () => {
    const inode = (await stat(path)).ino;
    const batchId = await crash('overwriting', fraction);
    expect(await recover(place.journal)).toMatchObject({ finished: 1, rolledBack: 0, unrepaired: 0 });
    expect(await genresOf(other)).toEqual(['Rock']);
    expect(await stat(other)).toMatchObject({ ino: inode, nlink: 2, mtimeMs: LONG_AGO * 1000 });
    expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
    expect(await place.undo(batchId)).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(other)).equals(original)).toBe(true);
  });

  it('is repaired in undo', async () => {
    await crash('undo-overwriting', fraction);
    expect(await recover(place.journal)).toMatchObject({ finished: 1, rolledBack: 0, unrepaired: 0 });
    expect((await readFile(other)).equals(original)).toBe(true);
    expect(await stat(other)).toMatchObject({ nlink: 2, mtimeMs: LONG_AGO * 1000 });
    expect(await readdir(place.music)).toEqual(['a.wav', 'b.wav']);
  });
});

describe('repair after a crash in the middle of overwriting', () => {
  it.each(['overwriting', 'undo-overwriting'] as const)(
    'leaves a file alone that somebody replaced since (%s)',
    async (kind) => {
      await crash(kind, 0.5);
      const edited = smallWav(77);
      await writeFile(`${path}.new`, edited);
      await rename(`${path}.new`, path);
      await recover(place.journal);
      expect((await readFile(path)).equals(edited)).toBe(true);
    },
  );

  it.each(['overwriting', 'undo-overwriting'] as const)(
    'leaves bytes alone that are of neither state (%s)',
    async (kind) => {
      await crash(kind, 0.5);
      const edited = smallWav(77);
      await writeFile(path, edited);
      await recover(place.journal);
      expect((await readFile(other)).equals(edited)).toBe(true);
    },
  );
});
