import type { TrackAnalysis } from '../../contract/track.ts';

/** One patch's prediction. */
export interface PatchLogits {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly logits: Float32Array;
  /** Empty where the network does not tell it. */
  readonly embedding: Float32Array;
  /** Whether an analysis leaves it out: the timeline has it, and the track's prediction is made without it. */
  readonly isExtra?: boolean;
}

/** The patches that a track's prediction is made from: the same ones whether it is analysed or heard along. */
export function countedPatches(patches: readonly PatchLogits[]): readonly PatchLogits[] {
  return patches.filter(({ isExtra }) => isExtra !== true);
}

/** A track's prediction, and each patch's. */
export type TrackProbabilities = Pick<TrackAnalysis, 'probabilities' | 'timeline'>;

/** 1/(1 + e⁻ˣ) */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Softmax of logits / temperature, in float64, safe against overflow. */
export function softmax(logits: ArrayLike<number>, temperature: number): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  const largest = Math.max(...scaled);
  const exponentials = scaled.map((value) => Math.exp(value - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

/**
 * The track's probabilities are those of its patches' mean logits: a patch that is sure counts for more
 * than one that is not. @throws RangeError if there is no patch
 */
export function aggregatePatches(patches: readonly PatchLogits[], temperature: number): TrackProbabilities {
  const genreCount = patches[0]?.logits.length;
  if (genreCount === undefined) throw new RangeError('a track without patches has no probabilities');
  const counted = countedPatches(patches);
  const mean = Array.from(
    { length: genreCount },
    (_, genre) => counted.reduce((sum, { logits }) => sum + (logits[genre] as number), 0) / counted.length,
  );
  return {
    probabilities: softmax(mean, temperature),
    timeline: patches.map(({ startSeconds, endSeconds, logits }) => ({
      startSeconds,
      endSeconds,
      probabilities: softmax(logits, temperature),
    })),
  };
}
