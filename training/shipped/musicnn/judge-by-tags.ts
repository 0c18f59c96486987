import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { CompileGraph } from '../../autodiff/graph-runner.ts';
import { measure } from '../../evaluation/metrics.ts';
import { applyFeatureHead } from '../../feature-head/feature-head.ts';
import { trainFeatureHead } from '../../feature-head/train-feature-head.ts';
import { GTZAN_GENRES } from '../../runtime/read-dataset.ts';
import type { SplitFigures } from './judge-genres.ts';
import { FAMILIES } from './fit-genres.ts';
import type { TaggedTrack } from './taggrams.ts';

/** A clip as musicnn's tags, and the genres that its label allows. */
export interface TaggedClip extends Pick<TaggedTrack, 'tags'> {
  readonly genres: readonly string[];
}

/** What the card says of the figure. */
const TAG_SPLIT =
  'GTZAN fault-filtered test: the same recipe on musicnn’s 50 tags, trained on the tags of the train subset ' +
  'and of the clips (the sound of the test is not to be had)';

/**
 * What the recipe of the head makes of GTZAN's test subset, of which only musicnn's tags are known.
 * @param train GTZAN's train subset @param clips of other collections; with them, folds by artist of the train subset
 * are told apart better
 */
export async function judgeByTags(
  train: readonly TaggedTrack[],
  test: readonly TaggedTrack[],
  clips: readonly TaggedClip[],
  seed: number,
  compile: CompileGraph,
): Promise<SplitFigures> {
  const tracks = [...train.map(({ tags, genre }) => ({ tags, genres: [genre] })), ...clips].map(({ tags, genres }) => ({
    features: tags,
    allowed: genres.map(placeOf).filter((place) => place >= 0),
  }));
  const head = await trainFeatureHead(
    tracks.filter(({ allowed }) => allowed.length > 0),
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
