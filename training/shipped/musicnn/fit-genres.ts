import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { CompileGraph } from '../../autodiff/graph-runner.ts';
import type { Metrics } from '../../evaluation/metrics.ts';
import { measure } from '../../evaluation/metrics.ts';
import { fitTemperatureToSingles } from '../../evaluation/temperature.ts';
import type { FeatureHead } from '../../feature-head/feature-head.ts';
import { withLess } from '../../feature-head/feature-head.ts';
import { outOfFoldLogits } from '../../feature-head/out-of-fold.ts';
import { trainFeatureHead } from '../../feature-head/train-feature-head.ts';
import type { LabelledClip } from './labelled-clips.ts';

/** The families of the tree. */
export const FAMILIES: readonly string[] = GENRE_TREE.map(({ name }) => name);
/** Few clips have them, and those of other genres would be taken for them too often. */
const RARE_FAMILIES: readonly string[] = ['folk', 'latin', 'rnb'];
/** What is taken from their logits; chosen by the folds. */
const LESS_OF_RARE = 1.5;
/** Of the card's evaluations. */
const OUTSIDE = 'in eight folds by artist (used for choices), each predicted by a head trained without it';

/** Whether our own networks, which do not know them, could only be wrong. */
export const areRare = (genres: readonly string[]): boolean => genres.every((name) => RARE_FAMILIES.includes(name));

/** A clip with a network's features. */
export interface GenreClip extends Pick<LabelledClip, 'fold' | 'genres' | 'alike' | 'source'> {
  readonly features: Float32Array;
}

/** Who computes, and what follows from what. */
export interface GenreFitOptions {
  readonly seed: number;
  readonly compile: CompileGraph;
  readonly say: (line: string) => void;
}

/** Figures of one part of the music, as a card has them. */
export type SplitFigures = Metrics & { readonly split: string };

/** A head and what is known of it. */
export interface FittedGenres {
  readonly head: FeatureHead;
  readonly temperature: number;
  readonly evaluation: readonly SplitFigures[];
}

interface JudgedClip extends GenreClip {
  readonly allowed: readonly number[];
  readonly logits: readonly number[];
}

/** Trains a head on all clips, and calibrates and judges it by heads that were trained without a fold each. */
export async function fitGenres(clips: readonly GenreClip[], options: GenreFitOptions): Promise<FittedGenres> {
  const { say, ...rest } = options;
  const tracks = clips
    .map((clip) => ({ ...clip, allowed: allowedFamilies(clip.genres) }))
    .filter(({ allowed }) => allowed.length > 0);
  const less = FAMILIES.map((name) => (RARE_FAMILIES.includes(name) ? LESS_OF_RARE : 0));
  const training = { ...rest, genreCount: FAMILIES.length };
  const logits = await outOfFoldLogits(tracks, training, (fold) => say(`fold ${fold + 1} is trained`));
  const judged = tracks
    .map((track, index) => ({
      ...track,
      logits: (logits[index] ?? []).map((logit, genre) => logit - (less[genre] ?? 0)),
    }))
    .filter(({ source }) => source === 'single');
  const head = withLess(await trainFeatureHead(tracks, training), less);
  return { head, temperature: fitTemperatureToSingles(judged), evaluation: evaluationsOf(judged) };
}

/** Which families names of genres allow. */
export const allowedFamilies = (genres: readonly string[]): number[] =>
  genres.map((name) => FAMILIES.indexOf(name)).filter((index) => index >= 0);

/** Of each clip at the temperature that the other folds give. */
function evaluationsOf(clips: readonly JudgedClip[]): SplitFigures[] {
  const temperatures = new Map(
    [...new Set(clips.map(({ fold }) => fold))].map((held) => [
      held,
      fitTemperatureToSingles(clips.filter(({ fold }) => fold !== held)),
    ]),
  );
  const of = (what: string, some: readonly JudgedClip[]): SplitFigures => ({
    split: `${what}, ${OUTSIDE}`,
    ...measure(
      some.map(({ logits, allowed, alike, fold }) => ({
        probabilities: softmax(logits, temperatures.get(fold) ?? 1),
        allowed,
        alike: allowedFamilies(alike),
      })),
      FAMILIES.length,
    ),
  });
  const known = clips.filter(({ genres }) => !areRare(genres));
  return [
    of('30-second clips of other collections', clips),
    of(`The same without ${RARE_FAMILIES.join(', ')}`, known),
    of(
      'Those of one genre each',
      clips.filter(({ allowed }) => allowed.length === 1),
    ),
  ];
}
