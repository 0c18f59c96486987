import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { float32Bytes, utf32Bytes, writeNpy } from '../../testing/npy-file.ts';
import { writeZip } from '../../testing/zip-file.ts';
import { readTaggrams } from './taggrams.ts';

const ID_LENGTH = 24;
const IDS = ['genres/jazz.00001.au', 'genres/rock.00002.au', 'genres/jazz.00001.au'];
/** [patches, tags] probabilities. */
const ANSWERS = [0.5, 0.8, 1, 0, 0.25, 0.2];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-taggrams-'));
  await mkdir(join(folder, 'gtzan-logmel'));
  await writeFile(
    join(folder, 'gtzan-logmel', 'index.csv'),
    'name,artist_title\njazz.00001,The Ella ::: Song\nrock.00003,Somebody ::: Song\n',
  );
});
afterEach(() => rm(folder, { recursive: true }));

const ids = () => writeNpy(`<U${ID_LENGTH}`, `(${IDS.length},)`, utf32Bytes(IDS, ID_LENGTH));
const answers = () => writeNpy('<f4', '(3, 2)', float32Bytes(ANSWERS));

async function read(entries: Readonly<Record<string, Uint8Array>>, subset: 'train' | 'test' = 'train') {
  await writeFile(join(folder, 'gtzan-musicnn-taggrams-train.npz'), writeZip(Object.entries(entries)));
  return readTaggrams(folder, folder, subset);
}

const logit = (probability: number) => Math.log(probability / (1 - probability));

describe('GTZAN as musicnn’s tags', () => {
  it('has a track’s mean logits, its genre and its artist', async () => {
    const [jazz, rock, ...others] = await read({ 'X.npy': answers(), 'IDS.npy': ids() });
    expect(others).toEqual([]);
    expect(jazz).toMatchObject({ name: 'jazz.00001', genre: 'jazz', artist: 'ella' });
    expect(rock).toMatchObject({ name: 'rock.00002', genre: 'rock', artist: '' });
    expect(jazz?.tags).toHaveLength(2);
    expect(jazz?.tags[0]).toBeCloseTo((logit(0.5) + logit(0.25)) / 2, 5);
    expect(jazz?.tags[1]).toBeCloseTo((logit(0.8) + logit(0.2)) / 2, 5);
  });

  it('takes what was rounded to 0 or 1 for a finite logit', async () => {
    const [, rock] = await read({ 'X.npy': answers(), 'IDS.npy': ids() });
    expect(rock?.tags[0]).toBeCloseTo(logit(1 - 1e-6), 3);
    expect(rock?.tags[1]).toBeCloseTo(logit(1e-6), 3);
  });

  it.each([
    ['no tags', () => ({ 'IDS.npy': ids() })],
    ['no names', () => ({ 'X.npy': answers() })],
    ['texts for tags', () => ({ 'X.npy': ids(), 'IDS.npy': ids() })],
    ['numbers for names', () => ({ 'X.npy': answers(), 'IDS.npy': answers() })],
    ['one dimension', () => ({ 'X.npy': writeNpy('<f4', '(6,)', float32Bytes(ANSWERS)), 'IDS.npy': ids() })],
  ])('is refused with %s', async (_what, entries) => {
    await expect(read(entries())).rejects.toMatchObject({ code: 'weights-invalid' });
  });

  it('is of the subset that is asked for', async () => {
    await expect(read({ 'X.npy': answers(), 'IDS.npy': ids() }, 'test')).rejects.toThrow('taggrams-test.npz');
  });
});
