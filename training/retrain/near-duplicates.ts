import { isSameRecording } from '../../src-main/contract/same-recording.ts';

/** Features of one track. */
interface Heard {
  readonly features: Float32Array;
}

/** Beyond so many tracks, pairs are too many to be compared. */
const MOST_COMPARED = 2_000;

/** Pairs of tracks that sound the same, as indexes; the first so many tracks are looked at. */
export function nearDuplicates(tracks: readonly Heard[]): readonly (readonly [number, number])[] {
  const compared = tracks
    .slice(0, MOST_COMPARED)
    .map(({ features }) => ({ features, length: Math.hypot(...features) }));
  const pairs: [number, number][] = [];
  compared.forEach((one, first) => {
    for (let second = first + 1; second < compared.length; second++)
      if (isSameRecording(one, compared[second] ?? one)) pairs.push([first, second]);
  });
  return pairs;
}
