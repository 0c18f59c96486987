import { createRandom, shuffled } from '../random/random.ts';
import type { Dataset, Example, Subset } from './example.ts';

/**
 * How clips are dealt out. `fault-filtered`: GTZAN's published lists. `stratified`: equal shares of every genre.
 * `artist`: no artist in two subsets. `random-tracks`: by chance alone. `random-segments`: the field's usual leak,
 * where pieces of one track are on both sides.
 */
export const SPLITS = ['fault-filtered', 'stratified', 'artist', 'random-tracks', 'random-segments'] as const;
/** See {@link SPLITS}. */
export type SplitName = (typeof SPLITS)[number];

/** Which split, and which of its subsets is the test. */
export interface SplitOptions {
  readonly kind: SplitName;
  readonly seed: number;
  /** k-fold: fold `fold` of `folds` (from 0) is the test subset, the next one the validation subset. */
  readonly folds?: { readonly count: number; readonly fold: number };
  /** Frames of a piece, for `random-segments`. */
  readonly segmentFrames: number;
}

/** The examples of each subset. */
export type Split = Readonly<Record<Subset, readonly Example[]>>;

const TEST_SHARE = 0.25;
const VALID_SHARE = 0.2;

/** What is fair without being told more: published lists, else no artist in two subsets, else equal shares. */
export function defaultSplit({ examples, genres }: Dataset): SplitName {
  if (examples.some(({ published }) => published['fault-filtered'])) return 'fault-filtered';
  const artists = (genre: number) =>
    new Set(
      examples
        .filter(({ allowed, artist }) => allowed[0] === genre && artist !== '')
        .map(({ artist }) => artistKey(artist)),
    );
  return genres.every((_, genre) => artists(genre).size >= 4) ? 'artist' : 'stratified';
}

/** Deals a dataset out; equal seeds give equal subsets. @throws if a published split is asked of data that have none */
export function splitDataset({ examples }: Dataset, options: SplitOptions): Split {
  switch (options.kind) {
    case 'fault-filtered':
      return publishedSplit(examples, options.kind);
    case 'stratified':
      return examples.every(({ published }) => published['stratified']) && !options.folds
        ? publishedSplit(examples, options.kind)
        : deal(
            groupBy(examples, ({ id }) => id),
            options,
          );
    case 'artist':
      return deal(
        groupBy(examples, ({ artist, id }) => (artist === '' ? `track ${id}` : artistKey(artist))),
        options,
      );
    case 'random-tracks':
      return dealByChance(examples, options);
    case 'random-segments':
      return dealByChance(
        examples.flatMap((example) => segmentsOf(example, options.segmentFrames)),
        options,
      );
  }
}

function publishedSplit(examples: readonly Example[], name: string): Split {
  const subset = (wanted: Subset) => examples.filter(({ published }) => published[name] === wanted);
  const split = { train: subset('train'), valid: subset('valid'), test: subset('test') };
  if (split.train.length === 0 || split.test.length === 0) throw new Error(`these data have no ${name} split`);
  return split;
}

/** One spelling for an artist: no case, no article, no punctuation. */
export function artistKey(artist: string): string {
  return artist
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function groupBy(examples: readonly Example[], keyOf: (example: Example) => string): Example[][] {
  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const group = groups.get(keyOf(example));
    if (group) group.push(example);
    else groups.set(keyOf(example), [example]);
  }
  return [...groups.values()];
}

/** Groups stay whole; genre by genre, the subsets are filled in turn, so that each gets its share of every genre. */
function deal(groups: readonly Example[][], options: SplitOptions): Split {
  const subsets: Record<Subset, Example[]> = { train: [], valid: [], test: [] };
  const genreOf = (group: readonly Example[]) => group[0]?.allowed[0] ?? 0;
  for (const genre of new Set(groups.map(genreOf))) {
    const own = shuffled(
      createRandom(options.seed).fork(genre),
      groups.filter((group) => genreOf(group) === genre),
    );
    const total = own.reduce((sum, group) => sum + group.length, 0);
    let dealt = 0;
    for (const group of own) {
      subsets[subsetAt((dealt + group.length / 2) / total, options)].push(...group);
      dealt += group.length;
    }
  }
  return subsets;
}

function dealByChance(examples: readonly Example[], options: SplitOptions): Split {
  const subsets: Record<Subset, Example[]> = { train: [], valid: [], test: [] };
  const order = shuffled(createRandom(options.seed), examples);
  order.forEach((example, index) => subsets[subsetAt((index + 0.5) / order.length, options)].push(example));
  return subsets;
}

/** @param position 0 to 1 in the shuffled order */
function subsetAt(position: number, { folds }: SplitOptions): Subset {
  if (!folds)
    return position < TEST_SHARE ? 'test' : position < TEST_SHARE + (1 - TEST_SHARE) * VALID_SHARE ? 'valid' : 'train';
  const fold = Math.floor(position * folds.count);
  if (fold === folds.fold) return 'test';
  return fold === (folds.fold + 1) % folds.count ? 'valid' : 'train';
}

/**
 * A clip cut into pieces that do not overlap; a clip that is too short is one piece. Every piece keeps the clip's
 * reference level: it is a cut of the spectrogram, not a recording of its own.
 */
export function segmentsOf(example: Example, frames: number): Example[] {
  const bands = example.levels.length / example.frames;
  const length = Math.min(frames, example.frames);
  return Array.from({ length: Math.floor(example.frames / length) }, (_, index) => {
    const levels = example.levels.slice(index * length * bands, (index + 1) * length * bands);
    return { ...example, levels, id: `${example.id}#${index}`, frames: length };
  });
}
