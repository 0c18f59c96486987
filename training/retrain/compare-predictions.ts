import type { Comparison } from '../../src-main/contract/retrain.ts';
import type { Prediction } from '../evaluation/prediction.ts';
import { argMax, proofOf } from '../evaluation/prediction.ts';
import { createRandom } from '../random/random.ts';

const RESAMPLES = 2_000;
/** Resampling fewer knows nothing of chance. */
const FEWEST_COMPARED = 10;

/** @param old what one model says of the tracks @param fresh what another one says of the very same ones */
export function compareModels(old: readonly Prediction[], fresh: readonly Prediction[]): Comparison {
  const isRight = (prediction: Prediction) => proofOf(prediction).isRight;
  const differences = fresh.map(
    (prediction, index) => Number(isRight(prediction)) - Number(isRight(old[index] as Prediction)),
  );
  const random = createRandom(1);
  const mean = (draw: (index: number) => number) =>
    differences.reduce((sum, _, index) => sum + draw(index), 0) / Math.max(1, differences.length);
  const gains = Array.from({ length: RESAMPLES }, () =>
    mean(() => differences[random.index(differences.length)] ?? 0),
  ).sort((a, b) => a - b);
  const interval95 = [gains[Math.floor(RESAMPLES * 0.025)] ?? 0, gains[Math.ceil(RESAMPLES * 0.975) - 1] ?? 0] as const;
  return {
    tracks: fresh.length,
    oldCorrect: old.filter(isRight).length,
    newCorrect: fresh.filter(isRight).length,
    gain: mean((index) => differences[index] as number),
    interval95,
    isBetter: fresh.length >= FEWEST_COMPARED && interval95[0] > 0,
  };
}

/** A label that the model, fitted without the track, finds unlikely. */
export interface DoubtfulLabel {
  readonly track: number;
  /** What the model would rather call it. */
  readonly suggestion: number;
  /** How much likelier that is: p(suggestion) − p(label), above 0. */
  readonly doubt: number;
}

/** Labels that are doubted, the most doubted first (Northcutt et al. 2021 rank by the same margin). */
export function doubtfulLabels(
  heldOut: readonly (readonly number[] | null)[],
  labels: readonly (readonly number[])[],
): DoubtfulLabel[] {
  return heldOut
    .flatMap((probabilities, track): DoubtfulLabel[] => {
      if (!probabilities) return [];
      const suggestion = argMax(probabilities);
      const own = Math.max(...(labels[track] ?? []).map((genre) => probabilities[genre] ?? 0));
      return labels[track]?.includes(suggestion)
        ? []
        : [{ track, suggestion, doubt: (probabilities[suggestion] as number) - own }];
    })
    .sort((a, b) => b.doubt - a.doubt);
}
