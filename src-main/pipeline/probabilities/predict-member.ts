import { AppError } from '../../contract/app-error.ts';
import type { RunHead, Inference } from '../model/inference.ts';
import type { PatchLogits, TrackProbabilities } from './aggregate-patches.ts';
import { aggregatePatches, countedPatches, sigmoid, softmax } from './aggregate-patches.ts';

/** What one model makes of a track. */
export interface MemberPredictions extends TrackProbabilities {
  /** [styles] 0 to 1, in the order of its card's styles. */
  readonly styleScores: readonly number[];
  /** The same of every patch of the timeline alone; empty where there is no head. */
  readonly styleTimeline: readonly (readonly number[])[];
}

/**
 * A model's prediction from its network's patches: by its head, where it has one, from the mean of their features; the
 * timeline is what the head makes of each patch alone.
 * @throws RangeError if there is no patch; AppError model-invalid where the head answers otherwise than the card says
 */
export async function predictMember(
  { card, head }: Pick<Inference, 'card' | 'head'>,
  patches: readonly PatchLogits[],
): Promise<MemberPredictions> {
  if (!head) return { ...aggregatePatches(patches, card.temperature), styleScores: [], styleTimeline: [] };
  if (patches.length === 0) throw new RangeError('a track without patches has no probabilities');
  const embeddings = patches.map(({ embedding }) => embedding);
  const [track = { logits: [], styles: [] }, ...segments] = await rowsOf(head, [
    meanEmbedding(countedPatches(patches).map(({ embedding }) => embedding)),
    ...embeddings,
  ]);
  if (track.logits.length !== card.genres.length || track.styles.length !== (card.styles?.length ?? 0))
    throw new AppError('model-invalid', `The head of ${card.name} does not answer as its card says.`);
  return {
    probabilities: softmax(track.logits, card.temperature),
    styleScores: Array.from(track.styles, sigmoid),
    styleTimeline: segments.map(({ styles }) => Array.from(styles, sigmoid)),
    timeline: patches.map(({ startSeconds, endSeconds }, index) => ({
      startSeconds,
      endSeconds,
      probabilities: softmax(segments[index]?.logits ?? [], card.temperature),
    })),
  };
}

/** The mean of rows of one length. */
export function meanEmbedding(rows: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) row.forEach((value, index) => (sum[index] = (sum[index] as number) + value));
  return Float32Array.from(sum, (value) => value / rows.length);
}

async function rowsOf(head: RunHead, rows: readonly Float32Array[]) {
  const width = rows[0]?.length ?? 0;
  const features = new Float32Array(rows.length * width);
  rows.forEach((row, index) => features.set(row, index * width));
  const { logits, styles } = await head(features, rows.length);
  const cut = (values: Float32Array, row: number) => {
    const size = values.length / rows.length;
    return values.subarray(row * size, (row + 1) * size);
  };
  return rows.map((_, row) => ({ logits: cut(logits, row), styles: cut(styles, row) }));
}
