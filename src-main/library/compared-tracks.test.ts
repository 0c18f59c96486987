import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toBytes } from './columns.ts';
import type { Comparison } from './compared-tracks.ts';
import { comparedTracks } from './compared-tracks.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';

const ROOT = '/music';
const TRACKS = 600;
/** Ids that are so far apart lie in different ranges. */
const APART = 150;
const GENRES = ['jazz', 'rock', 'pop'];
const INSERT_TRACK = `
  INSERT INTO tracks (id, root, path, file_name, folder, size, modified, status, predicted)
  VALUES (?, ?, ?, '', '', 1, 1, ?, ?)`;
const INSERT_ANALYSIS = `
  INSERT INTO analyses (
    track_id, model, spec_hash, window, provider, genres, probabilities, timeline, analysed_seconds, analysed_at,
    embedding, embedding_sizes
  )
  VALUES (?, 'm', ?, '30s', 'cpu', '[]', '[]', '[]', 1, '', ?, ?)`;

let database: LibraryDatabase;
let state = 1;
/** Even numbers from −1 to 1 (Park and Miller's generator). */
const random = () => (state = (state * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1;
const randomVector = (length: number) => Float32Array.from({ length }, random);

beforeEach(() => {
  state = 1;
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

function add(
  id: number,
  embedding: Float32Array,
  sizes: readonly number[],
  other: Partial<Record<string, string>> = {},
) {
  const { root = ROOT, status = 'done', specHash = 'spec' } = other;
  database.prepare(INSERT_TRACK).run(id, root, `${root}/${id}`, status, GENRES[id % GENRES.length]);
  database.prepare(INSERT_ANALYSIS).run(id, specHash, toBytes(embedding), JSON.stringify(sizes));
}

/** The definition: 1 − the mean of the models' cosines. */
function distance(a: Float32Array, b: Float32Array, sizes: readonly number[]): number {
  let start = 0;
  const cosines = sizes.map((size) => {
    const [x, y] = [a.subarray(start, start + size), b.subarray(start, (start += size))];
    const product = (one: Float32Array, two: Float32Array) =>
      one.reduce((sum, each, i) => sum + each * (two[i] ?? 0), 0);
    return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
  });
  return 1 - cosines.reduce((sum, each) => sum + each, 0) / sizes.length;
}

describe.each([{ sizes: [24] }, { sizes: [8, 16] }])('tracks compared by $sizes.length models', ({ sizes }) => {
  it('are the nearest, the farthest and the nearest of every genre, as comparing all of them finds', async () => {
    const embedding = randomVector(24);
    const all = Array.from({ length: TRACKS }, (_, index) => ({ id: 1 + index * APART, vector: randomVector(24) }));
    for (const { id, vector } of all) add(id, vector, sizes);
    const query: Comparison = {
      root: ROOT,
      specHash: 'spec',
      embedding,
      sizes,
      genre: null,
      except: all[0]?.id ?? 0,
      near: 10,
      far: 5,
    };
    const compared = await comparedTracks(database, query);
    const expected = all
      .slice(1)
      .map(({ id, vector }) => ({ id, distance: distance(embedding, vector, sizes) }))
      .sort((a, b) => a.distance - b.distance);
    const ids = compared.map(({ id }) => id);
    expect(ids.slice(0, 10)).toEqual(expected.slice(0, 10).map(({ id }) => id));
    expect(ids.slice(-5)).toEqual(expected.slice(-5).map(({ id }) => id));
    compared.forEach(({ id, distance: own }) =>
      expect(own).toBeCloseTo(expected.find((each) => each.id === id)?.distance ?? NaN, 6),
    );
    for (const [place, genre] of GENRES.entries()) {
      const nearest = expected.find(({ id }) => id % GENRES.length === place);
      expect(compared.find((each) => each.genre === genre)?.id).toBe(nearest?.id);
    }
  });
});

it('compares only tracks of the folder that the same model heard, and that have what is asked for', async () => {
  const embedding = Float32Array.of(1, 0);
  add(3, Float32Array.of(1, 1), [2]);
  add(4, Float32Array.of(1, 2), [2]);
  add(6, Float32Array.of(1, 0), [2], { root: '/other' });
  add(9, Float32Array.of(1, 0), [2], { status: 'missing' });
  add(12, Float32Array.of(1, 0), [2], { specHash: 'another' });
  add(15, Float32Array.of(1, 0, 0), [2]);
  add(18, Float32Array.of(0, 0), [2]);
  const query = { root: ROOT, specHash: 'spec', embedding, sizes: [2], except: null, near: 9, far: 0 };
  const found = await comparedTracks(database, { ...query, genre: null });
  expect(found.map(({ id }) => id)).toEqual([3, 4, 18]);
  expect(found[2]?.distance).toBe(1);
  const ofGenre = await comparedTracks(database, { ...query, genre: 'jazz' });
  expect(ofGenre.map(({ id }) => id)).toEqual([3, 18]);
});
