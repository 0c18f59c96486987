import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { CompileGraph } from '../../autodiff/graph-runner.ts';
import { measure } from '../../evaluation/metrics.ts';
import { applyFeatureHead } from '../../feature-head/feature-head.ts';
import { trainFeatureHead } from '../../feature-head/train-feature-head.ts';
import { GTZAN_GENRES } from '../../runtime/read-dataset.ts';
import type { SplitFigures } from './fit-genres.ts';
import { FAMILIES } from './fit-genres.ts';
import type { TaggedTrack } from './taggrams.ts';

/** What the card says of the figure. */
const TAG_SPLIT =
  'GTZAN fault-filtered test: the same recipe on musicnn’s 50 tags, trained on the tags of the train subset ' +
  '(its sound is not to be had)';

/**
 * What the recipe of the head makes of GTZAN's test subset, of which only musicnn's tags are known.
 * @param train GTZAN's train subset
 */
export async function judgeByTags(
  train: readonly TaggedTrack[],
  test: readonly TaggedTrack[],
  seed: number,
  compile: CompileGraph,
): Promise<SplitFigures> {
  const head = await trainFeatureHead(
    train.map(({ tags, genre }) => ({ features: tags, allowed: [placeOf(genre)] })),
    { genreCount: GTZAN_GENRES.length, seed, compile },
  );
  const predictions = test.map(({ tags, genre }) => {
    const probabilities = softmax(applyFeatureHead(head, tags), 1);
    return {
      // In the order of the card's genres, some of which GTZAN does not know.
      probabilities: FAMILIES.map((name) => probabilities[placeOf(name)] ?? 0),
      allowed: [FAMILIES.indexOf(genre)],
    };
  });
  return { split: TAG_SPLIT, ...measure(predictions, FAMILIES.length) };
}

const placeOf = (genre: string): number => GTZAN_GENRES.findIndex((name) => name === genre);
