import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import type { CompileGraph } from '../../autodiff/graph-runner.ts';
import { fitTemperatureToSingles } from '../../evaluation/temperature.ts';
import type { FeatureHead } from '../../feature-head/feature-head.ts';
import { withLess } from '../../feature-head/feature-head.ts';
import { outOfFoldLogits } from '../../feature-head/out-of-fold.ts';
import { trainFeatureHead } from '../../feature-head/train-feature-head.ts';
import type { JudgedClip } from './judge-genres.ts';
import { calibrated } from './judge-genres.ts';
import type { LabelledClip } from './labelled-clips.ts';

/** The families of the tree. */
export const FAMILIES: readonly string[] = GENRE_TREE.map(({ name }) => name);
/** Few clips have them, and those of other genres would be taken for them too often. */
export const RARE_FAMILIES: readonly string[] = ['folk', 'latin', 'rnb'];
/** What is taken from their logits; chosen by the folds. */
const LESS_OF_RARE = 1.5;

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

/** A head and what is known of it. */
export interface FittedGenres {
  readonly head: FeatureHead;
  readonly temperature: number;
  /** The clips of one label, by heads that were trained without them. */
  readonly judged: readonly JudgedClip[];
}

/** Trains a head on all clips, and calibrates it by heads that were trained without a fold each. */
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
      alike: allowedFamilies(track.alike),
      logits: (logits[index] ?? []).map((logit, genre) => logit - (less[genre] ?? 0)),
    }))
    .filter(({ source }) => source === 'single');
  const head = withLess(await trainFeatureHead(tracks, training), less);
  return { head, temperature: fitTemperatureToSingles(judged), judged: calibrated(judged) };
}

/** Which families names of genres allow. */
export const allowedFamilies = (genres: readonly string[]): number[] =>
  genres.map((name) => FAMILIES.indexOf(name)).filter((index) => index >= 0);
