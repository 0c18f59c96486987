import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDecoder } from '../testing/test-decoder.ts';
import type { Encoding } from '../testing/encode-audio.ts';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { applyBatch, undoBatch } from './batches.ts';
import { takeSnapshot } from './snapshot.ts';

const decoder = createTestDecoder();
const TAGS = { title: 'Título ✓', artist: 'Ärtist', album: 'Album', date: '1999', track: '3/12', genre: 'Old Genre', comment: 'a comment' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-tags-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function makeFile(encoding: Encoding, name = `track ${encoding}`): Promise<string> {
  const path = join(folder, `${name}${extensionOf(encoding)}`);
  await writeFile(path, await encodeAudio(encoding, { sound: { seconds: 1.5, channels: 2 }, tags: TAGS, cover: true }));
  await utimes(path, 1_000_000_000, 1_000_000_000);
  return path;
}

const context = () => ({ root: join(folder, 'journal'), decoder, keepModificationTime: true, onFile: () => undefined });

describe('a batch of genre changes', () => {
  it.each(ALL_ENCODINGS)('changes only the genre of %s, and undo brings the bytes back', async (encoding) => {
    const path = await makeFile(encoding);
    const original = await readFile(path);
    const before = await takeSnapshot(path, decoder);
    const genres = ['Rock', 'Brit Pöp'];

    const result = await applyBatch([{ path, genres }], folder, context());
    expect(result).toMatchObject({ written: 1, failures: [], cancelled: false });
    const after = await takeSnapshot(path, decoder);
    expect(after.genres.toSorted()).toEqual(genres.toSorted());
    expect(after.audioMd5).toBe(before.audioMd5);
    expect(after.tags).toEqual(expect.arrayContaining([...before.tags]));
    expect((await stat(path)).mtimeMs).toBe(1_000_000_000_000);

    const undone = await undoBatch(result.batchId ?? '', context());
    expect(undone).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(path)).equals(original)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['journal', path.slice(folder.length + 1)].sort());
  });
});
