import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MOST_FRAMES, MOST_SECONDS, spectrogramSpecSchema } from './spectrogram-spec.ts';

/** 64 MiB. What a card asks for is made room for before its network is known to be any good. */
const MOST_NUMBERS = 2 ** 24;
const MOST_NUMBERS_PER_SECOND = 2_000_000;

const normalisation = z.strictObject({ mean: z.array(z.number()), deviation: z.array(z.number().positive()) });

/**
 * Librosa's words: sampleRate = sr, fftSize = n_fft, hopLength = hop_length, melBands = n_mels,
 * minFrequency/maxFrequency = fmin/fmax.
 */
const mel = z.strictObject({
  version: z.literal(1),
  /** Hz */
  sampleRate: z.literal(22050),
  /** Samples a frame, Hann-windowed (periodic), centred, zeros beyond the ends. */
  fftSize: z.literal([512, 1024, 2048, 4096]),
  /** Samples from frame to frame. */
  hopLength: z.number().int().min(64).max(8192),
  melBands: z.number().int().min(8).max(256),
  melScale: z.literal('slaney'),
  melNorm: z.literal('slaney'),
  /** Hz */
  minFrequency: z.number().nonnegative(),
  maxFrequency: z.number().positive(),
  /** The loudest band within this many seconds around the patch is the reference. */
  referenceSeconds: z.number().positive().max(MOST_SECONDS),
  /** Decibels below the reference at which values are clamped. */
  rangeDecibels: z.number().positive(),
  /** Frames a patch, and from patch to patch. */
  patchFrames: z.number().int().positive().max(MOST_FRAMES),
  patchHopFrames: z.number().int().positive().max(MOST_FRAMES),
});

/** Input [rows, patchFrames]: decibels relative to the reference. */
const logMel = mel.extend({
  kind: z.literal('log-mel'),
  /** Neighbouring bands averaged, in decibels, into one input row. */
  bandsPerRow: z.number().int().min(1).max(4),
  /** (decibels − mean) / deviation, one pair a row. */
  normalisation,
});

/** Input [patchFrames, coefficients]: librosa's MFCC, of decibels relative to power 1. */
const mfcc = mel.extend({
  kind: z.literal('mfcc'),
  coefficients: z.number().int().min(2).max(128),
  /** (coefficient − mean) / deviation, one pair a coefficient. */
  normalisation,
});

/**
 * Input [height, width, 4]: the mel spectrogram as an RGBA picture, low frequencies at the bottom, components 0 to 1.
 */
const melPicture = mel.extend({
  kind: z.literal('mel-picture'),
  height: z.number().int().min(16).max(2048),
  width: z.number().int().min(16).max(2048),
  colourMap: z.literal('viridis'),
});

const anySpec = z.discriminatedUnion('kind', [logMel, mfcc, melPicture, spectrogramSpecSchema]);

/** See {@link featureSpecSchema}. */
export type FeatureSpec = z.infer<typeof anySpec>;

/**
 * Everything that decides what a model sees. It is stored in the model's card; its hash names the exact
 * front end that the model was trained on.
 */
export const featureSpecSchema = anySpec
  .refine(
    (spec) => spec.kind !== 'log-mel' || spec.melBands % spec.bandsPerRow === 0,
    'melBands is no multiple of bandsPerRow',
  )
  .refine(
    (spec) => spec.kind !== 'mfcc' || spec.coefficients <= spec.melBands,
    'there are more coefficients than bands',
  )
  .refine((spec) => {
    if (spec.kind === 'mel-picture' || spec.kind === 'spectrogram') return true;
    const pairs = spec.kind === 'mfcc' ? spec.coefficients : spec.melBands / spec.bandsPerRow;
    return spec.normalisation.mean.length === pairs && spec.normalisation.deviation.length === pairs;
  }, 'the normalisation does not cover every row')
  .refine(
    (spec) => spec.maxFrequency <= spec.sampleRate / 2 && spec.minFrequency < spec.maxFrequency,
    'the frequency range is impossible',
  )
  .refine((spec) => inputNumbers(spec) <= MOST_NUMBERS, 'a patch is too large')
  .refine((spec) => keptNumbers(spec) <= MOST_NUMBERS, 'a patch’s surroundings are too large')
  .refine((spec) => numbersPerSecond(spec) <= MOST_NUMBERS_PER_SECOND, 'the patches overlap too much');

/** Numbers of one model input, without the batch. */
export function inputNumbers(spec: FeatureSpec): number {
  return inputShape(spec).reduce((product, length) => product * length, 1);
}

/** Seconds of sound around a patch that its levels are relative to; 0 where they are relative to nothing. */
export function referenceSeconds(spec: FeatureSpec): number {
  if (spec.kind !== 'spectrogram') return spec.referenceSeconds;
  return spec.compression.kind === 'decibels' ? spec.compression.referenceSeconds : 0;
}

/** Levels of bands that are kept in memory around a patch, see PatchStream. */
function keptNumbers(spec: FeatureSpec): number {
  const frames = Math.max(spec.patchFrames, (referenceSeconds(spec) * spec.sampleRate) / spec.hopLength);
  return (2 * frames + spec.patchHopFrames) * spec.melBands;
}

/** Numbers of all patches, for every second of sound. */
function numbersPerSecond(spec: FeatureSpec): number {
  return (inputNumbers(spec) * spec.sampleRate) / (spec.patchHopFrames * spec.hopLength);
}

/** Shape of one model input, without the batch. */
export function inputShape(spec: FeatureSpec): readonly number[] {
  switch (spec.kind) {
    case 'log-mel':
      return [spec.melBands / spec.bandsPerRow, spec.patchFrames];
    case 'mfcc':
      return [spec.patchFrames, spec.coefficients];
    case 'mel-picture':
      return [spec.height, spec.width, 4];
    case 'spectrogram':
      return [spec.melBands, spec.patchFrames];
  }
}

/** SHA-256, in hex, of the spec as JSON with sorted keys. */
export function featureSpecHash(spec: FeatureSpec): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(spec)))
    .digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
