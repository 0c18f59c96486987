import type { MelOptions } from '../../src-main/pipeline/features/mel-stream.ts';
import { DEFAULT_AUGMENTATION } from '../dataset/augment.ts';
import type { TrainingOptions } from '../train.ts';

/** What the shipped model tells apart: GTZAN's ten genres and electronic music. */
export const GENRES = ['blues', 'classical', 'country', 'disco', 'electronic', 'hiphop', 'jazz', 'metal', 'pop', 'reggae', 'rock'] as const;

/** The front end that gives GTZAN's stored pictures from audio: one 2048-sample frame every 77.5 ms. */
export const MEL: MelOptions = {
  sampleRate: 22050, fftSize: 2048, hopLength: 1708, melBands: 128, minFrequency: 0, maxFrequency: 11025,
};

/** Sizes of the network's input; see the feature spec for what they mean. */
export const INPUT = { bandsPerRow: 1, rows: 128, patchFrames: 128, patchHopFrames: 64, rangeDecibels: 80, referenceSeconds: 30 } as const;

/** Settings found on the validation part alone. */
export const RECIPE = {
  epochs: 56,
  peakLearningRate: 3e-3,
  warmUpEpochs: 3,
  labelSmoothing: 0.1,
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.02 },
  averagingRate: 0.005,
  batchSize: 32,
  mixupChance: 0.5,
  mixupAlpha: 0.3,
  augmentation: DEFAULT_AUGMENTATION,
} as const satisfies Omit<TrainingOptions, 'network' | 'batch' | 'seed'> & Record<string, unknown>;
