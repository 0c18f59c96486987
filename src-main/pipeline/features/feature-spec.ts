import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * Everything that decides what a model sees. It is stored in the model's card; its hash names the exact
 * front end that the model was trained on. Librosa's words: sampleRate = sr, fftSize = n_fft,
 * hopLength = hop_length, melBands = n_mels, minFrequency/maxFrequency = fmin/fmax.
 */
export const featureSpecSchema = z
  .strictObject({
    version: z.literal(1),
    kind: z.literal('log-mel'),
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
    /** Decibels are relative to the loudest band within this many seconds around the patch. */
    referenceSeconds: z.number().positive(),
    /** Decibels below the reference at which values are clamped. */
    rangeDecibels: z.number().positive(),
    /** Neighbouring bands averaged, in decibels, into one input row. */
    bandsPerRow: z.number().int().min(1).max(4),
    /** (decibels − mean) / deviation, one pair a row. */
    normalisation: z.strictObject({ mean: z.array(z.number()), deviation: z.array(z.number().positive()) }),
    /** Frames a patch, and from patch to patch. */
    patchFrames: z.number().int().positive(),
    patchHopFrames: z.number().int().positive(),
  })
  .refine((spec) => spec.melBands % spec.bandsPerRow === 0, 'melBands is no multiple of bandsPerRow')
  .refine((spec) => {
    const rows = spec.melBands / spec.bandsPerRow;
    return spec.normalisation.mean.length === rows && spec.normalisation.deviation.length === rows;
  }, 'the normalisation does not cover every row')
  .refine((spec) => spec.maxFrequency <= spec.sampleRate / 2 && spec.minFrequency < spec.maxFrequency, 'the frequency range is impossible');

/** See {@link featureSpecSchema}. */
export type FeatureSpec = z.infer<typeof featureSpecSchema>;

/** Rows of the model's input picture. */
export function inputRows(spec: Pick<FeatureSpec, 'melBands' | 'bandsPerRow'>): number {
  return spec.melBands / spec.bandsPerRow;
}

/** SHA-256, in hex, of the spec as JSON with sorted keys. */
export function featureSpecHash(spec: FeatureSpec): string {
  return createHash('sha256').update(JSON.stringify(sortKeys(spec))).digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortKeys(inner)]));
}
