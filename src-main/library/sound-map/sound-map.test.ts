import { mkdtemp, readdir, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SoundMap } from '../../contract/sound-map.ts';
import type { LibraryDatabase } from '../database.ts';
import { openDatabase } from '../database.ts';
import { seededRandom } from './seeded-random.ts';
import { soundMap } from './sound-map.ts';

const ROOT = '/music';
const DIMENSIONS = 12;
const GROUPS = 3;
let database: LibraryDatabase;
let folder: string;

/** A track that sounds like all others whose numbers leave the same remainder. */
function add(id: number, spec = 'a'): void {
  const random = seededRandom(id);
  const embedding = Float32Array.from(
    { length: DIMENSIONS },
    (_, place) => random() * 0.4 + (place === id % GROUPS ? 3 : 0),
  );
  database
    .prepare(
      `INSERT INTO tracks (id, root, path, file_name, folder, size, modified, status)
       VALUES (?, ?, ?, '', '', 1, 1, 'done')`,
    )
    .run(id, ROOT, `${ROOT}/${id}`);
  database
    .prepare(
      `INSERT INTO analyses (track_id, model, spec_hash, window, provider, genres, probabilities, timeline, analysed_seconds,
         analysed_at, embedding, sketch, embedding_sizes)
       VALUES (?, '', ?, '', '', '[]', '[]', '[]', 1, '', ?, ?, ?)`,
    )
    .run(id, spec, Buffer.from(embedding.buffer), Buffer.alloc(4), JSON.stringify([DIMENSIONS]));
}

const mapNow = (kept = folder) => soundMap(database, { root: ROOT, folder: kept }, () => undefined);
const distance = ({ positions }: SoundMap, a: number, b: number) =>
  Math.hypot(
    (positions[2 * a] ?? 0) - (positions[2 * b] ?? 0),
    (positions[2 * a + 1] ?? 0) - (positions[2 * b + 1] ?? 0),
  );

beforeEach(async () => {
  database = openDatabase(':memory:');
  folder = await mkdtemp(join(tmpdir(), 'genrescope-map-'));
  for (let id = 1; id <= 120; id++) add(id);
});

describe('a map', () => {
  it('brings together what sounds alike, and fills the square', async () => {
    const map = await mapNow();
    expect([...map.ids]).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    let wrong = 0;
    for (let point = 0; point < 120; point++) {
      const others = [...Array(120).keys()].filter((other) => other !== point);
      const nearest = others.sort((a, b) => distance(map, point, a) - distance(map, point, b))[0] ?? -1;
      if (nearest % GROUPS !== point % GROUPS) wrong += 1;
    }
    expect(wrong).toBe(0);
    expect(Math.min(...map.positions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...map.positions)).toBeLessThanOrEqual(1);
    const extents = [0, 1].map((axis) => {
      const values = [...map.positions].filter((_, index) => index % 2 === axis);
      return Math.max(...values) - Math.min(...values);
    });
    expect(Math.max(...extents)).toBeCloseTo(1);
  });

  it('is the same for the same tracks, kept or not, and tells how far it is', async () => {
    const shares: number[] = [];
    const first = await soundMap(database, { root: ROOT, folder }, (share) => shares.push(share));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(await mapNow()).toEqual(first);
    expect(await mapNow(await mkdtemp(join(tmpdir(), 'genrescope-map-')))).toEqual(first);
  });

  it('does not move for a few new tracks, which come beside what they sound like', async () => {
    const before = await mapNow();
    add(121);
    add(122);
    const after = await mapNow();
    expect(after.ids).toHaveLength(122);
    // Only the scale may change, where a new track lies outside.
    const scale = distance(after, 0, 1) / distance(before, 0, 1);
    for (const point of [2, 50, 119])
      expect(distance(after, 0, point)).toBeCloseTo(scale * distance(before, 0, point), 3);
    for (const point of [120, 121]) {
      const others = [...Array(120).keys()].sort((a, b) => distance(after, point, a) - distance(after, point, b));
      expect((others[0] ?? -1) % GROUPS).toBe(point % GROUPS);
    }
  });

  it('is computed again where the kept one is damaged', async () => {
    const first = await mapNow();
    const [name = ''] = await readdir(folder);
    await truncate(join(folder, name), 100);
    expect(await mapNow()).toEqual(first);
  });

  it('has the tracks of the network that heard most of them, and may be empty', async () => {
    add(200, 'b');
    expect([...(await mapNow()).ids]).not.toContain(200);
    database.exec("UPDATE tracks SET status = 'waiting' WHERE id > 1 AND id <> 200");
    expect((await mapNow()).ids).toHaveLength(1);
    database.exec("UPDATE tracks SET status = 'waiting'");
    expect(await mapNow()).toEqual({ ids: new Int32Array(), positions: new Float32Array() });
  });
});
