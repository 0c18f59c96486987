/** Features of one track. */
interface Heard {
  readonly features: Float32Array;
}

/**
 * 1 − cos below which two tracks are taken for one recording. It finds copies, also in other lossless formats; the nearest
 * two of 700 different songs were 0.007 apart, but low bit rates can move a song farther than that.
 */
const SAME_SOUND = 0.001;
/** Beyond so many tracks, pairs are too many to be compared. */
const MOST_COMPARED = 2_000;

/** Pairs of tracks that sound the same, as indexes; the first so many tracks are looked at. */
export function nearDuplicates(tracks: readonly Heard[]): readonly (readonly [number, number])[] {
  const compared = tracks.slice(0, MOST_COMPARED);
  const lengths = compared.map(({ features }) => Math.hypot(...features));
  const pairs: [number, number][] = [];
  compared.forEach(({ features: a }, first) => {
    for (let second = first + 1; second < compared.length; second++) {
      const b = compared[second]?.features ?? a;
      let product = 0;
      for (let index = 0; index < a.length; index++) product += (a[index] as number) * (b[index] as number);
      if (1 - product / ((lengths[first] as number) * (lengths[second] as number) || 1) < SAME_SOUND) pairs.push([first, second]);
    }
  });
  return pairs;
}
