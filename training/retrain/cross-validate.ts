import type { Metrics } from '../evaluation/metrics.ts';
import { argMax, measure } from '../evaluation/metrics.ts';
import type { AutomaticThreshold, Proof } from '../../src-main/contract/automatic.ts';
import { automaticThreshold } from '../../src-main/contract/automatic.ts';
import type { Comparison } from '../../src-main/contract/retrain.ts';
import type { DoubtfulLabel, LabelledPrediction } from './compare-predictions.ts';
import { compareModels, doubtfulLabels, proofsOf } from './compare-predictions.ts';
import type { LabelledTrack, QuickModel } from './quick-model.ts';

/** How good a retrained model is on labels that it was not fitted to. */
export interface CrossValidation {
  readonly fresh: Metrics;
  readonly old: Metrics;
  readonly comparison: Comparison;
  readonly automatic: AutomaticThreshold;
  readonly proofs: readonly Proof[];
  readonly doubtful: readonly DoubtfulLabel[];
  /** What each held-out track was called. */
  readonly heldOut: readonly HeldOutPrediction[];
}

/** A track that a model did not learn from, its label and what the model calls it. */
export interface HeldOutPrediction {
  readonly track: number;
  readonly label: number;
  readonly predicted: number;
}

/**
 * Judges held-out predictions.
 * @param oldPredictions what the model before says of every track, see mapPrediction
 */
export function crossValidate(
  tracks: readonly LabelledTrack[],
  { heldOut }: Pick<QuickModel, 'heldOut'>,
  oldPredictions: readonly (readonly number[])[],
  genreCount: number,
): CrossValidation {
  const fresh: LabelledPrediction[] = [];
  const old: LabelledPrediction[] = [];
  tracks.forEach(({ genres }, index) => {
    const probabilities = heldOut[index];
    if (!probabilities) return;
    fresh.push({ probabilities, genres });
    old.push({ probabilities: oldPredictions[index] ?? [], genres });
  });
  const figures = (judged: readonly LabelledPrediction[], heldOut: number) =>
    measure(
      judged.map((each) => ({ probabilities: each.probabilities, allowed: [labelOf(each)] })),
      heldOut,
    );
  return {
    fresh: figures(fresh, genreCount),
    old: figures(old, genreCount + 1),
    comparison: compareModels(old, fresh),
    automatic: automaticThreshold(proofsOf(fresh)),
    proofs: proofsOf(fresh),
    heldOut: tracks.flatMap(({ genres }, track) => {
      const probabilities = heldOut[track];
      return probabilities
        ? [{ track, label: labelOf({ probabilities, genres }), predicted: argMax(probabilities) }]
        : [];
    }),
    doubtful: doubtfulLabels(
      heldOut,
      tracks.map(({ genres }) => genres),
    ),
  };
}

/** Of several labels, the one that an answer is held against: the likeliest, so that a right answer is right. */
function labelOf({ probabilities, genres }: LabelledPrediction): number {
  return genres.reduce(
    (best, genre) => ((probabilities[genre] ?? 0) > (probabilities[best] ?? 0) ? genre : best),
    genres[0] ?? 0,
  );
}
