import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import type { SpectrogramSpec } from '../../src-main/pipeline/features/spectrogram-spec.ts';
import type { Augmentation } from '../dataset/augment.ts';
import type { FrontEndSpec } from '../dataset/front-end-spec.ts';
import type { Network } from '../network/context.ts';
import type { TrainingOptions } from '../engine/train.ts';

/** What a network looks at, apart from how fast the data's frames follow one another. */
export type InputPlan =
  | { readonly kind: 'mfcc'; readonly coefficients: number; readonly patchFrames: number }
  | { readonly kind: 'log-mel'; readonly patchFrames: number }
  | { readonly kind: 'mel-picture'; readonly height: number; readonly width: number; readonly patchSeconds: number }
  /** Others' own front end, whole. */
  | { readonly kind: 'spectrogram'; readonly spec: SpectrogramSpec };

/** How a network is trained unless told otherwise. */
export interface Recipe extends Pick<
  TrainingOptions,
  'epochs' | 'schedule' | 'labelSmoothing' | 'optimizer' | 'clipNorm' | 'averagingRate' | 'patience'
> {
  readonly batchSize: number;
  /** Steps that one run of the graph takes: more where carrying the weights in and out costs more than a step. */
  readonly stepsPerRun: number;
  readonly augmentation: Augmentation | null;
  readonly mixupChance: number;
  readonly mixupAlpha: number;
  /** Random crops of every clip in an epoch; null: as many as fit side by side. */
  readonly cropsPerExample: number | null;
}

/** A kind of network, ready to be trained. */
export interface Architecture {
  /** Also the name of the model's folder. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: InputPlan;
  /** The frames' step in samples that it wants where audio is at hand: the field's own, or ours. */
  readonly hopLength: number;
  readonly recipe: Recipe;
  /**
   * Steps a run where CUDA trains it. `bench:provider` says which is quicker: large inputs and recurrent networks take one
   * step at a time.
   */
  readonly cudaStepsPerRun: number;
  network(genreCount: number): Network;
  /** The features alone, of files whose last layers are not those of `network`. */
  readonly features?: Network;
}

/** What hears for it where audio is at hand. */
export function frontEndFor({ input, hopLength }: Pick<Architecture, 'input' | 'hopLength'>): FrontEndSpec {
  return input.kind === 'spectrogram' ? input.spec : { kind: 'mel-decibels', hopLength };
}

/** What a spec has besides the plan. */
export interface MelPlan {
  readonly hopLength: number;
  readonly melBands: number;
  readonly rangeDecibels: number;
}

/** The plan as a feature spec, not yet normalised. */
export function specOf(input: InputPlan, { hopLength, melBands, rangeDecibels }: MelPlan): FeatureSpec {
  const mel = {
    version: 1,
    sampleRate: 22050,
    fftSize: 2048,
    hopLength,
    melBands,
    melScale: 'slaney',
    melNorm: 'slaney',
    minFrequency: 0,
    maxFrequency: 11025,
    referenceSeconds: 30,
    rangeDecibels,
  } as const;
  const plain = (rows: number) => ({
    mean: Array.from({ length: rows }, () => 0),
    deviation: Array.from({ length: rows }, () => 1),
  });
  const patches = (patchFrames: number) => ({ patchFrames, patchHopFrames: Math.ceil(patchFrames / 2) });
  switch (input.kind) {
    case 'mfcc':
      return {
        ...mel,
        kind: 'mfcc',
        coefficients: input.coefficients,
        normalisation: plain(input.coefficients),
        ...patches(input.patchFrames),
      };
    case 'log-mel':
      return { ...mel, kind: 'log-mel', bandsPerRow: 1, normalisation: plain(melBands), ...patches(input.patchFrames) };
    case 'spectrogram':
      return input.spec;
    case 'mel-picture': {
      const frames = Math.floor((input.patchSeconds * mel.sampleRate) / hopLength);
      return {
        ...mel,
        kind: 'mel-picture',
        colourMap: 'viridis',
        height: input.height,
        width: input.width,
        ...patches(frames),
      };
    }
  }
}

/** Adam as the field trains its small networks, selected by validation. */
export const FIELD_RECIPE: Recipe = {
  epochs: 60,
  schedule: { kind: 'cosine', peak: 1e-3, final: 1e-5, warmUpEpochs: 2 },
  labelSmoothing: 0,
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 1e-4 },
  clipNorm: 5,
  averagingRate: 0.01,
  patience: 20,
  batchSize: 32,
  stepsPerRun: 1,
  augmentation: null,
  mixupChance: 0,
  mixupAlpha: 0.3,
  cropsPerExample: null,
};
