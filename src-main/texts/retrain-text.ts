import type { AutomaticThreshold } from '../contract/automatic.ts';
import { FEWEST_PROOFS } from '../contract/automatic.ts';
import type { Comparison } from '../contract/retrain.ts';
import { texts } from './index.ts';

const words = texts.retrain.result;

/** Whether a retrained model is better than the old one, as a sentence. */
export function comparisonText({ tracks, isBetter }: Pick<Comparison, 'tracks' | 'isBetter'>): string {
  if (tracks === 0) return words.unmeasurable;
  if (isBetter) return words.better;
  return tracks < FEWEST_PROOFS ? words.tooFew : words.notBetter;
}

/**
 * The confidence from which 95% of a retrained model's predictions on held-out tracks are correct, as a sentence.
 * @param heldOut number of held-out tracks
 * @param coverage share of the open folder's unlabelled tracks that reach the confidence; null where no folder is open
 */
export function heldOutThresholdText(
  { confidence, tracks }: Pick<AutomaticThreshold, 'confidence' | 'tracks'>,
  heldOut: number,
  coverage: number | null,
): string {
  if (confidence <= 1) return words.threshold({ confidence, tracks, heldOut, coverage });
  return heldOut < FEWEST_PROOFS ? words.thresholdUnknown({ fewest: FEWEST_PROOFS }) : words.noThreshold;
}
