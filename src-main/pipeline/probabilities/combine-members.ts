import type { TrackProbabilities } from './aggregate-patches.ts';
import { softmax } from './aggregate-patches.ts';

type Span = Pick<TrackProbabilities['timeline'][number], 'startSeconds' | 'endSeconds'>;

/**
 * The mean of the members' calibrated probabilities, calibrated. The timeline has the first member's patches; others are
 * asked for the patch whose middle is nearest.
 * @param temperature see {@link jointProbabilities} @throws RangeError if there is none
 */
export function combineMembers(members: readonly TrackProbabilities[], temperature: number): TrackProbabilities {
  const [first, ...others] = members;
  if (!first) throw new RangeError('an ensemble without members has no prediction');
  if (others.length === 0) return first;
  return {
    probabilities: jointProbabilities(
      members.map(({ probabilities }) => probabilities),
      temperature,
    ),
    timeline: first.timeline.map((patch) => {
      const middle = (patch.startSeconds + patch.endSeconds) / 2;
      return {
        ...patch,
        probabilities: jointProbabilities(
          [
            patch.probabilities,
            ...others.map(({ timeline }) => timeline[nearestPlace(timeline, middle)]?.probabilities ?? []),
          ],
          temperature,
        ),
      };
    }),
  };
}

/**
 * The mean of several models' probabilities, calibrated: where models differ it is less sure than it is right.
 * @param temperature of its logarithms; 1 leaves it as it is
 */
export function jointProbabilities(rows: readonly (readonly number[])[], temperature: number): number[] {
  const means = meanProbabilities(rows);
  return temperature === 1 ? means : softmax(means.map(Math.log), temperature);
}

/** Genre by genre, over rows of one length. */
export function meanProbabilities(rows: readonly (readonly number[])[]): number[] {
  return Array.from(
    rows[0] ?? [],
    (_, genre) => rows.reduce((sum, row) => sum + (row[genre] as number), 0) / rows.length,
  );
}

/** The place of the patch whose middle is nearest to a moment in seconds; the patches are in the order of time. */
export function nearestPlace(timeline: readonly Span[], moment: number): number {
  const middleOf = (place: number) => {
    const { startSeconds, endSeconds } = timeline[place] as Span;
    return (startSeconds + endSeconds) / 2;
  };
  // The first patch whose middle is not before the moment, else the last one.
  let [low, high] = [0, timeline.length - 1];
  while (low < high) {
    const place = (low + high) >> 1;
    if (middleOf(place) < moment) low = place + 1;
    else high = place;
  }
  const isPreviousNearer = low > 0 && moment - middleOf(low - 1) <= Math.abs(middleOf(low) - moment);
  return isPreviousNearer ? low - 1 : low;
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
