import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseCsv } from '../../../src-main/files/csv.ts';
import { readText } from '../../../src-main/files/read-text.ts';
import { artistKey } from '../../dataset/split.ts';
import { readNpyArray } from '../../weights/npy-array.ts';
import { weightsInvalid } from '../../weights/refusal.ts';
import { readZipEntries } from '../../weights/zip-entries.ts';
import { gtzanArtist } from './labelled-clips.ts';

/** What musicnn's authors' program answered to a track of GTZAN. */
export interface TaggedTrack {
  /** [tags] mean logits over its patches. */
  readonly tags: Float32Array;
  readonly genre: string;
  /** As folds tell artists apart; blank where unknown. */
  readonly artist: string;
  readonly name: string;
}

/** A probability nearer to 0 or 1 is rounding. */
const NEAREST = 1e-6;

/**
 * GTZAN's fault-filtered subsets as musicnn's tags.
 * @param data folder of gtzan-logmel, whose index names the artists
 * @param folder of gtzan-musicnn-taggrams-train.npz and -test.npz @throws AppError weights-invalid
 */
export async function readTaggrams(data: string, folder: string, subset: 'train' | 'test'): Promise<TaggedTrack[]> {
  const index = parseCsv(await readText(join(data, 'gtzan-logmel', 'index.csv'), 'labels-invalid'));
  const artists = new Map(index.map((row) => [row['name'] ?? '', artistKey(gtzanArtist(row))]));
  const entries = readZipEntries(await readFile(join(folder, `gtzan-musicnn-taggrams-${subset}.npz`)));
  const [answers, ids] = ['X.npy', 'IDS.npy'].map((name) => readNpyArray(entries.get(name) ?? new Uint8Array(0)));
  const tags = answers?.shape[1] ?? 0;
  if (
    !(answers?.values instanceof Float32Array) ||
    !ids ||
    ids.values instanceof Float32Array ||
    ids.values.length !== answers.shape[0]
  )
    throw weightsInvalid('the tags have no tracks');
  const patches = new Map<string, Float32Array[]>();
  for (const [patch, id] of ids.values.entries()) {
    const own = patches.get(id) ?? [];
    own.push(answers.values.subarray(patch * tags, (patch + 1) * tags));
    patches.set(id, own);
  }
  return [...patches].map(([id, rows]) => {
    const name = basename(id, '.au');
    const genre = name.split('.')[0] ?? '';
    return { tags: meanLogits(rows), genre, artist: artists.get(name) ?? '', name };
  });
}

function meanLogits(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows[0] ?? [], (_, tag) => {
    const logits = rows.map((row) => logitOf(row[tag] as number));
    return logits.reduce((sum, logit) => sum + logit, 0) / rows.length;
  });
}

function logitOf(probability: number): number {
  const inside = Math.min(1 - NEAREST, Math.max(NEAREST, probability));
  return Math.log(inside / (1 - inside));
}
