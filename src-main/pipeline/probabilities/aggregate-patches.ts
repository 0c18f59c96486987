import type { TrackAnalysis } from '../../contract/track.ts';

/** One patch's prediction. */
export interface PatchLogits {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly logits: Float32Array;
  /** Empty where the network does not tell it. */
  readonly embedding: Float32Array;
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
  const mean = Array.from(
    { length: genreCount },
    (_, genre) => patches.reduce((sum, { logits }) => sum + (logits[genre] as number), 0) / patches.length,
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
