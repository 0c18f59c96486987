import type { CompileGraph } from '../../../training/autodiff/graph-runner.ts';
import { outOfFoldLogits } from '../../../training/feature-head/out-of-fold.ts';
import type { HeadSizes } from '../../../training/retrain/base-answers.ts';
import type { TrackInputs } from '../../../training/retrain/labelled-track.ts';
import type { Bases } from '../../../training/runtime/bases.ts';
import { hearExamples } from '../../../training/runtime/example-features.ts';
import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { fitTemperatureToSingles } from '../../../training/evaluation/temperature.ts';
import { allowedFamilies, FAMILIES } from '../../../training/shipped/musicnn/fit-genres.ts';
import { foldOf } from '../../../training/shipped/outside-folds.ts';
import { PARTIAL_LABELS } from '../../../training/shipped/read-clips.ts';
import type { Clip } from './clips.ts';

/** What a clip gives a last layer. */
export type HeardClip = Pick<TrackInputs, 'features' | 'inputs'>;

/** Clips as bases hear them that were trained without them. */
export interface Music {
  readonly bases: Bases;
  readonly clips: readonly Clip[];
  readonly heard: readonly HeardClip[];
}

/** Clips as bases without a head hear them. */
export async function hearClips(bases: Bases, clips: readonly Clip[], compile: CompileGraph): Promise<Music> {
  const examples = clips.map(({ example }) => example);
  const features = await hearExamples(bases, examples, compile);
  return { bases, clips, heard: features.map((own) => ({ features: own, inputs: own })) };
}

/**
 * Clips as a base with a head hears them. The model's own head may have learned from them: in its place each clip is heard
 * by a head that was trained the same way without the clip's artist. It scores no styles.
 */
export async function hearWithoutArtist(bases: Bases, clips: readonly Clip[], compile: CompileGraph): Promise<Music> {
  const { head } = bases;
  if (!head) throw new Error(`${bases.name} has no head`);
  const examples = clips.map(({ example }) => example);
  const features = await hearExamples({ ...bases, head: null }, examples, compile);
  const tracks = clips.map(({ genre, example }, index) => ({
    features: features[index] as Float32Array,
    allowed: allowedFamilies(PARTIAL_LABELS[genre] ?? [genre]),
    fold: foldOf(example),
  }));
  const logits = await outOfFoldLogits(tracks, { genreCount: FAMILIES.length, seed: 1, compile });
  const temperature = fitTemperatureToSingles(
    tracks.map(({ allowed }, index) => ({ allowed, logits: logits[index] ?? [] })),
  );
  const sizes: HeadSizes = { features: bases.featureCount, genres: FAMILIES.length, styles: 0 };
  return {
    bases: { ...bases, genres: FAMILIES, head: { ...head, sizes, styles: [], temperature } },
    clips,
    heard: tracks.map(({ features: own }, index) => ({
      features: own,
      inputs: Float32Array.from([...own, ...softmax(logits[index] ?? [], temperature).map(Math.log)]),
    })),
  };
}
