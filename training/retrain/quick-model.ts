import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { fitTemperature } from '../evaluation/temperature.ts';
import { createRandom, shuffled } from '../random.ts';
import type { CompileGraph } from '../train.ts';
import type { Head, HeadFit } from './fit-heads.ts';
import { fitHeads } from './fit-heads.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { fromStandardised, intoStandardised, momentsOf, standardised } from './standardise.ts';
import type { TrackRelations } from './track-groups.ts';
import { groupFolds, trackGroups } from './track-groups.ts';

/** A track of the user's, what the bases make of it, and what the user calls it. */
export interface LabelledTrack extends TrackRelations {
  /** Its file. */
  readonly id: string;
  /** What the bases' last layers are given, mean over the track's patches, one base after the other. */
  readonly features: Float32Array;
  /** Indexes of the user's genres: one, or several. */
  readonly genres: readonly number[];
  /** Whether the model before did not know this label. */
  readonly isNew?: boolean;
}

/** A head on the bases, and what it says of every track when that track was held out. */
export interface QuickModel {
  readonly head: Head;
  /** Makes held-out probabilities as likely as they are right. */
  readonly temperature: number;
  /** [genres] of every labelled track, by heads that were fitted without its artist and album; null where nothing was left to fit. */
  readonly heldOut: readonly (readonly number[] | null)[];
  /** The same of heads that learned only from the labels that are not new: what the model before would say. Null where none is new. */
  readonly heldOutBefore: readonly (readonly number[] | null)[] | null;
}

/** Folds; and how often they are dealt anew, so that few labels do not hang on one deal. */
const FOLDS = 5;
const FEW_TRACKS = 200;
const REPEATS_OF_FEW = 3;

/**
 * Fits a head to the user's labels, and as many without each fifth of the artists, to know how good it is. The held-out
 * logits are means over the repeats.
 * @param prior what the bases say over the user's genres, see priorHead
 */
export async function trainQuickly(
  tracks: readonly LabelledTrack[],
  prior: Head,
  seed: number,
  compile: CompileGraph,
): Promise<QuickModel> {
  const rows = tracks.map(({ features }) => features);
  const moments = momentsOf(rows);
  const genreCount = prior.bias.length;
  const deals = dealsOf(tracks, seed);
  const fitsOn = (isUsed: (track: number) => boolean): HeadFit[] =>
    deals.flatMap((folds) =>
      heldFolds(folds).map((held) => ({
        trackWeights: folds.map((fold, track) => Number(fold !== held && isUsed(track))),
      })),
    );
  const hasNew = tracks.some(({ isNew }) => isNew);
  const after = fitsOn(() => true);
  const before = hasNew ? fitsOn((track) => tracks[track]?.isNew !== true) : [];
  const fits: HeadFit[] = [{ trackWeights: tracks.map(() => 1) }, ...after, ...before];
  const problem = {
    features: standardised(rows, moments),
    targets: targetsOf(tracks, genreCount),
    genreCount,
    prior: intoStandardised(prior, moments),
  };
  const [whole, ...parts] = (await fitHeads(problem, fits, compile)).map((head) => fromStandardised(head, moments));
  if (!whole) throw new Error('nothing was fitted');
  const logits = heldOutLogits(tracks, deals, parts.slice(0, after.length));
  const known = knownBefore(tracks, prior);
  const logitsBefore = hasNew
    ? heldOutLogits(tracks, deals, parts.slice(after.length)).map(
        (row) => row && row.map((logit, genre) => (known[genre] ? logit : -Infinity)),
      )
    : null;
  const labelled = tracks.flatMap(({ genres }, index) =>
    logits[index] ? [{ logits: logits[index], genre: genres[0] ?? 0 }] : [],
  );
  const temperature = labelled.length > 0 ? fitTemperature(labelled) : 1;
  const predictions = (rows: readonly (number[] | null)[]) => rows.map((row) => row && softmax(row, temperature));
  return {
    head: whole,
    temperature,
    heldOut: predictions(logits),
    heldOutBefore: logitsBefore && predictions(logitsBefore),
  };
}

/** Logits [genres] of one track. */
export function applyHead({ weights, bias }: Head, features: ArrayLike<number>): number[] {
  const genres = bias.length;
  return Array.from(bias, (start, genre) => {
    let sum = start;
    for (let feature = 0; feature < features.length; feature++)
      sum += (features[feature] as number) * (weights[feature * genres + genre] as number);
    return sum;
  });
}

/** A fold for every track, once or more. */
function dealsOf(tracks: readonly LabelledTrack[], seed: number): number[][] {
  const groups = trackGroups(tracks, nearDuplicates(tracks));
  const foldCount = Math.min(FOLDS, new Set(groups).size);
  if (foldCount < 2) return [];
  const firstGenres = tracks.map(({ genres }) => genres[0] ?? 0);
  const repeats = tracks.length < FEW_TRACKS ? REPEATS_OF_FEW : 1;
  return Array.from({ length: repeats }, (_, repeat) =>
    groupFolds(groups, firstGenres, foldCount, shuffled(createRandom(seed).fork(repeat), [...tracks.keys()])),
  );
}

function heldFolds(folds: readonly number[]): number[] {
  return [...new Set(folds)].sort((a, b) => a - b);
}

/** Genres that the model before could name: labelled then, or known to the bases. A name that it never heard of it cannot say. */
function knownBefore(tracks: readonly LabelledTrack[], prior: Head): boolean[] {
  const genreCount = prior.bias.length;
  return Array.from(
    { length: genreCount },
    (_, genre) =>
      tracks.some(({ genres, isNew }) => isNew !== true && genres.includes(genre)) ||
      prior.weights.some((weight, index) => index % genreCount === genre && weight !== 0),
  );
}

function heldOutLogits(
  tracks: readonly LabelledTrack[],
  deals: readonly (readonly number[])[],
  heads: readonly Head[],
): (number[] | null)[] {
  const sums: (number[] | null)[] = tracks.map(() => null);
  let next = 0;
  for (const folds of deals) {
    for (const held of heldFolds(folds)) {
      const head = heads[next++] as Head;
      tracks.forEach(({ features }, index) => {
        if (folds[index] !== held) return;
        const logits = applyHead(head, features);
        sums[index] = logits.map((logit, genre) => logit / deals.length + (sums[index]?.[genre] ?? 0));
      });
    }
  }
  return sums;
}

/** Several genres share a track. */
function targetsOf(tracks: readonly LabelledTrack[], genreCount: number): Float32Array {
  const targets = new Float32Array(tracks.length * genreCount);
  tracks.forEach(({ genres }, track) => {
    for (const genre of genres) targets[track * genreCount + genre] = 1 / genres.length;
  });
  return targets;
}
