import { afterEach, beforeEach, expect, it } from 'vitest';
import { toBytes } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { findLabelCandidates } from './label-candidates.ts';
import { LabelStore } from './label-store.ts';

const ROOT = '/music';
const INSERT_TRACK = `
  INSERT INTO tracks (id, root, path, file_name, folder, size, modified, status, predicted)
  VALUES (?, ?, ?, '', '', 1, 1, ?, 'rock')`;
const INSERT_ANALYSIS = `
  INSERT INTO analyses (
    track_id, model, spec_hash, window, provider, genres, probabilities, timeline, analysed_seconds, analysed_at, embedding
  )
  VALUES (?, 'm', ?, '30s', 'cpu', '["rock", "jazz", "pop"]', ?, '[]', 1, '', ?)`;

let database: LibraryDatabase;
beforeEach(() => (database = openDatabase(':memory:')));
afterEach(() => database.close());

function add(
  id: number,
  probabilities: readonly number[],
  { root = ROOT, status = 'done', specHash = 'spec', embedding = Float32Array.of(id) } = {},
): void {
  database.prepare(INSERT_TRACK).run(id, root, `${root}/${id}`, status);
  database.prepare(INSERT_ANALYSIS).run(id, specHash, JSON.stringify(probabilities), toBytes(embedding));
}

it('are analysed tracks without a label that the model is least sure of, and the features of labelled ones', async () => {
  add(1, [0.9, 0.1, 0]);
  add(2, [0.1, 0.45, 0.45]);
  add(3, [0.3, 0.1, 0.6]);
  add(4, [0.5, 0.5, 0]);
  add(5, [0.5, 0.5, 0], { root: '/other' });
  add(6, [0.5, 0.5, 0], { status: 'missing' });
  add(7, [0.5, 0.5, 0], { specHash: 'another' });
  add(8, [0.5, 0.5, 0], { embedding: new Float32Array(0) });
  new LabelStore(database).take(
    [4, 5, 7, 8].map((id) => ({ id, genres: ['rock'] })),
    'import',
  );
  const { candidates, known } = await findLabelCandidates(database, ROOT, new Set(['spec']));
  expect(candidates).toEqual([
    { id: 2, probabilities: [0.1, 0.45, 0.45], likeliest: ['jazz', 'pop'], features: Float32Array.of(2) },
    { id: 3, probabilities: [0.3, 0.1, 0.6], likeliest: ['pop', 'rock'], features: Float32Array.of(3) },
    { id: 1, probabilities: [0.9, 0.1, 0], likeliest: ['rock', 'jazz'], features: Float32Array.of(1) },
  ]);
  expect(known).toEqual([Float32Array.of(4), Float32Array.of(5)]);
});

it('goes through libraries that are larger than what is read at once', async () => {
  database.exec('BEGIN');
  for (let id = 1; id <= 2_500; id++) add(id, [0.5 + id / 10_000, 0.5 - id / 10_000]);
  database.exec('COMMIT');
  const { candidates } = await findLabelCandidates(database, ROOT, new Set(['spec']));
  expect(candidates).toHaveLength(2_000);
  expect([candidates[0]?.id, candidates.at(-1)?.id]).toEqual([1, 2_000]);
});
