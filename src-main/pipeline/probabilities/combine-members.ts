import type { TrackProbabilities } from './aggregate-patches.ts';

/**
 * The mean of the members' calibrated probabilities. The timeline has the first member's patches; others are asked
 * for the patch whose middle is nearest.
 * @throws RangeError if there is none
 */
export function combineMembers(members: readonly TrackProbabilities[]): TrackProbabilities {
  const [first, ...others] = members;
  if (!first) throw new RangeError('an ensemble without members has no prediction');
  if (others.length === 0) return first;
  return {
    probabilities: meanProbabilities(members.map(({ probabilities }) => probabilities)),
    timeline: first.timeline.map((patch) => {
      const middle = (patch.startSeconds + patch.endSeconds) / 2;
      return {
        ...patch,
        probabilities: meanProbabilities([patch.probabilities, ...others.map((other) => nearest(other, middle))]),
      };
    }),
  };
}

/** Genre by genre, over rows of one length. */
export function meanProbabilities(rows: readonly (readonly number[])[]): number[] {
  return Array.from(
    rows[0] ?? [],
    (_, genre) => rows.reduce((sum, row) => sum + (row[genre] as number), 0) / rows.length,
  );
}

/** The probabilities of the patch whose middle, in seconds, is nearest. @throws TypeError if there is no patch */
export function nearest({ timeline }: Pick<TrackProbabilities, 'timeline'>, middle: number): readonly number[] {
  const distance = ({ startSeconds, endSeconds }: { startSeconds: number; endSeconds: number }) =>
    Math.abs((startSeconds + endSeconds) / 2 - middle);
  return timeline.reduce((best, patch) => (distance(patch) < distance(best) ? patch : best)).probabilities;
}

/**
 * How far models are apart, 0 (the same prediction) to 1 (nothing in common): the mean distance ½Σ|p − q| between two
 * of them. Null for one model alone.
 */
export function disagreementOf(members: readonly { readonly probabilities: readonly number[] }[]): number | null {
  const distances = members.flatMap(({ probabilities }, index) =>
    members.slice(index + 1).map((other) => distanceBetween(probabilities, other.probabilities)),
  );
  return distances.length === 0 ? null : distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/** Total variation. */
function distanceBetween(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] as number)), 0) / 2;
}
