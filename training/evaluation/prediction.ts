import type { Proof } from '../../src-main/contract/automatic.ts';

/** Probabilities [genres] of one track and the genres its label allows. */
export interface Prediction {
  readonly probabilities: ArrayLike<number>;
  readonly allowed: readonly number[];
  /** Genres that the collection's labels do not tell apart: how sure a prediction is of one says nothing that they can prove. */
  readonly alike?: readonly number[];
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

/**
 * The same where genres that the labels do not tell apart count as one, with the sum of their probabilities: what a
 * calibration is judged by. For other labels it is {@link proofOf}.
 */
export function calibrationProofOf({ probabilities, allowed, alike = [] }: Prediction): Proof {
  const together = alike.reduce((sum, genre) => sum + (probabilities[genre] as number), 0);
  const others = Array.from(probabilities, (probability, genre) => (alike.includes(genre) ? 0 : probability));
  const predicted = argMax(others);
  const confidence = others[predicted] as number;
  return together > confidence
    ? { confidence: together, isRight: alike.some((genre) => allowed.includes(genre)) }
    : { confidence, isRight: allowed.includes(predicted) };
}
