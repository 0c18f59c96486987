import type { Proof } from '../../src-main/contract/automatic.ts';

/** Probabilities [genres] of one track and the genres its label allows. */
export interface Prediction {
  readonly probabilities: ArrayLike<number>;
  readonly allowed: readonly number[];
}

/** Index of the largest number. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++)
    if ((values[index] as number) > (values[best] as number)) best = index;
  return best;
}

/**
 * What a prediction proves of its model: how sure it was, and whether its likeliest genre is one that the label allows.
 */
export function proofOf({ probabilities, allowed }: Prediction): Proof {
  const predicted = argMax(probabilities);
  return { confidence: probabilities[predicted] as number, isRight: allowed.includes(predicted) };
}
