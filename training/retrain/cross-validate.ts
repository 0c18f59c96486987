import type { Metrics } from '../evaluation/metrics.ts';
import { measure } from '../evaluation/metrics.ts';
import type { Prediction } from '../evaluation/prediction.ts';
import { argMax, proofOf } from '../evaluation/prediction.ts';
import type { AutomaticThreshold, Proof } from '../../src-main/contract/automatic.ts';
import { automaticThreshold } from '../../src-main/contract/automatic.ts';
import type { Comparison } from '../../src-main/contract/retrain.ts';
import type { DoubtfulLabel } from './compare-predictions.ts';
import { compareModels, doubtfulLabels } from './compare-predictions.ts';
import type { LabelledTrack } from './labelled-track.ts';
import type { LastLayer } from './last-layer.ts';

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
interface HeldOutPrediction {
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
  { heldOut }: Pick<LastLayer, 'heldOut'>,
  oldPredictions: readonly (readonly number[])[],
  genreCount: number,
): CrossValidation {
  const held = tracks.flatMap(({ genres }, track) => {
    const probabilities = heldOut[track];
    return probabilities ? [{ track, probabilities, allowed: genres }] : [];
  });
  const fresh: readonly Prediction[] = held;
  const old = held.map(({ track, allowed }): Prediction => ({ probabilities: oldPredictions[track] ?? [], allowed }));
  const proofs = fresh.map(proofOf);
  return {
    fresh: measure(fresh.map(ofOneGenre), genreCount),
    // One more: what the model before has no genre for, see mapPrediction.
    old: measure(old.map(ofOneGenre), genreCount + 1),
    comparison: compareModels(old, fresh),
    automatic: automaticThreshold(proofs),
    proofs,
    heldOut: held.map(({ track, ...prediction }) => ({
      track,
      label: labelOf(prediction),
      predicted: argMax(prediction.probabilities),
    })),
    doubtful: doubtfulLabels(
      heldOut,
      tracks.map(({ genres }) => genres),
    ),
  };
}

/** Figures by genre want one label a track. */
function ofOneGenre(prediction: Prediction): Prediction {
  return { ...prediction, allowed: [labelOf(prediction)] };
}

/** Of several labels, the one that a prediction is held against: the likeliest, so that a right prediction is right. */
function labelOf({ probabilities, allowed }: Prediction): number {
  return allowed.reduce(
    (best, genre) => ((probabilities[genre] ?? 0) > (probabilities[best] ?? 0) ? genre : best),
    allowed[0] ?? 0,
  );
}
