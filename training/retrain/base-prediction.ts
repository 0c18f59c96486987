import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { meanProbabilities } from '../../src-main/pipeline/probabilities/combine-members.ts';
import type { CalibratedMember } from './base-member.ts';
import { featureCounts, headOf } from './base-member.ts';
import { applyHead } from './head.ts';

/**
 * Exactly what an analysis by the bases says of a track, from the features alone: the last layer of the mean is the mean of
 * the last layers.
 * @returns probabilities [the bases' genres]
 */
export function basePrediction(members: readonly CalibratedMember[], features: Float32Array): number[] {
  const sizes = featureCounts(members);
  let start = 0;
  return meanProbabilities(
    members.map((member, index) => {
      const own = features.subarray(start, (start += sizes[index] as number));
      return softmax(applyHead(headOf(member), own), member.temperature);
    }),
  );
}

/**
 * Probabilities over the bases' genres as ones over the user's; what the user has no genre for counts for none.
 * @returns one more than genres: the last one wins where nothing speaks for any of them, and is never right
 */
export function mapPrediction(probabilities: readonly number[], origins: readonly (readonly number[])[]): number[] {
  return [...origins.map((own) => own.reduce((sum, origin) => sum + (probabilities[origin] ?? 0), 0)), Number.EPSILON];
}
