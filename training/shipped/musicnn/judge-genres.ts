import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { meanProbabilities } from '../../../src-main/pipeline/probabilities/combine-members.ts';
import type { Metrics } from '../../evaluation/metrics.ts';
import { measure } from '../../evaluation/metrics.ts';
import type { Prediction } from '../../evaluation/prediction.ts';
import { fitTemperatureToSingles } from '../../evaluation/temperature.ts';
import { foldsOf } from '../../feature-head/out-of-fold.ts';

/** Figures of one part of the music, as a card has them. */
export type SplitFigures = Metrics & { readonly split: string };

/** A clip as it was predicted by a head that was trained without its fold. */
export interface JudgedClip extends Prediction {
  readonly genres: readonly string[];
  readonly fold: number;
}

/** The same before calibration. */
interface UncalibratedClip extends Omit<JudgedClip, 'probabilities'> {
  readonly logits: readonly number[];
}

const OUTSIDE = 'in eight folds by artist (used for choices), each predicted by a head trained without it';

/** Every clip at the temperature that the other folds give. */
export function calibrated(clips: readonly UncalibratedClip[]): JudgedClip[] {
  const temperatures = new Map(
    foldsOf(clips).map((held) => [held, fitTemperatureToSingles(clips.filter(({ fold }) => fold !== held))]),
  );
  return clips.map(({ logits, ...clip }) => ({
    ...clip,
    probabilities: softmax(logits, temperatures.get(clip.fold) ?? 1),
  }));
}

/** The same clips by the mean of several models' probabilities, not calibrated. @param models clips in one order */
export function byTheMean(models: readonly (readonly JudgedClip[])[]): UncalibratedClip[] {
  return (models[0] ?? []).map(({ probabilities: _, ...clip }, index) => ({
    ...clip,
    logits: meanProbabilities(models.map((clips) => Array.from(clips[index]?.probabilities ?? []))).map(Math.log),
  }));
}

/** @param genres of the model, in order @param rare which few clips have, and networks without them could only miss */
export function evaluationsOf(
  clips: readonly JudgedClip[],
  genres: readonly string[],
  rare: readonly string[],
): SplitFigures[] {
  const of = (what: string, some: readonly JudgedClip[]): SplitFigures => ({
    split: `${what}, ${OUTSIDE}`,
    ...measure(some, genres.length),
  });
  return [
    of('30-second clips of other collections', clips),
    of(
      `The same without ${rare.join(', ')}`,
      clips.filter((clip) => !areAll(rare, clip.genres)),
    ),
    of(
      'Those of one genre each',
      clips.filter(({ allowed }) => allowed.length === 1),
    ),
  ];
}

/** Whether a label allows none but some genres. */
export const areAll = (some: readonly string[], genres: readonly string[]): boolean =>
  genres.every((name) => some.includes(name));
