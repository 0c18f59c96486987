import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { CompileGraph } from '../../autodiff/graph-runner.ts';
import { measure } from '../../evaluation/metrics.ts';
import { fitTemperatureToSingles } from '../../evaluation/temperature.ts';
import { applyFeatureHead } from '../../feature-head/feature-head.ts';
import type { FoldedFeatures } from '../../feature-head/out-of-fold.ts';
import { outOfFoldLogits } from '../../feature-head/out-of-fold.ts';
import { trainFeatureHead } from '../../feature-head/train-feature-head.ts';
import { GTZAN_GENRES } from '../../runtime/read-dataset.ts';
import { foldOf } from '../outside-folds.ts';
import type { SplitFigures } from './judge-genres.ts';
import { FAMILIES } from './fit-genres.ts';
import type { TaggedTrack } from './taggrams.ts';

/** A clip as musicnn's tags, and the genres that its label allows. */
export interface TaggedClip extends Pick<TaggedTrack, 'tags'> {
  readonly genres: readonly string[];
  readonly fold: number;
}

/** What the card says of the figure. */
const TAG_SPLIT =
  'GTZAN fault-filtered test: the same recipe on musicnn’s 50 tags, trained on the tags of the train subset ' +
  'and of the clips, calibrated in folds of them (the sound of the test is not to be had)';

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
  const ofGtzan = train.map(({ tags, genre, artist, name }) => labelled(tags, [genre], foldOf({ id: name, artist })));
  const others = clips
    .map(({ tags, genres, fold }) => labelled(tags, genres, fold))
    .filter(({ allowed }) => allowed.length > 0);
  const tracks = [...ofGtzan, ...others];
  const options = { genreCount: GTZAN_GENRES.length, seed, compile };
  const logits = await outOfFoldLogits(tracks, options);
  const temperature = fitTemperatureToSingles(
    ofGtzan.map(({ allowed }, index) => ({ allowed, logits: logits[index] ?? [] })),
  );
  const head = await trainFeatureHead(tracks, options);
  const predictions = test.map(({ tags, genre }) => {
    const probabilities = softmax(applyFeatureHead(head, tags), temperature);
    return {
      // In the order of the card's genres, some of which GTZAN does not know.
      probabilities: FAMILIES.map((name) => probabilities[placeOf(name)] ?? 0),
      allowed: [FAMILIES.indexOf(genre)],
    };
  });
  return { split: TAG_SPLIT, ...measure(predictions, FAMILIES.length) };
}

const labelled = (features: Float32Array, genres: readonly string[], fold: number): FoldedFeatures => ({
  features,
  allowed: genres.map(placeOf).filter((place) => place >= 0),
  fold,
});

const placeOf = (genre: string): number => GTZAN_GENRES.findIndex((name) => name === genre);
