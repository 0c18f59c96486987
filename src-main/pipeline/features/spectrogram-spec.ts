import { z } from 'zod';
import { MEL_SCALES } from '../../contract/values.ts';

/** Bounds of what a card may ask for: frames of a patch, and seconds around it. */
export const [MOST_FRAMES, MOST_SECONDS] = [100_000, 600];

/** How a frame's mel energies become the numbers that a network sees. */
const compression = z.discriminatedUnion('kind', [
  /** 10·log10 of the energy, relative to the loudest within so many seconds around the patch, clamped below. */
  z.strictObject({
    kind: z.literal('decibels'),
    rangeDecibels: z.number().positive(),
    referenceSeconds: z.number().positive().max(MOST_SECONDS),
  }),
  /** log10(1 + gain · energy) */
  z.strictObject({ kind: z.literal('log10'), gain: z.number().positive() }),
  /** (ln(energy + epsilon) + offset) / divisor */
  z.strictObject({
    kind: z.literal('ln'),
    epsilon: z.number().positive(),
    offset: z.number(),
    divisor: z.number().positive(),
  }),
]);

/**
 * Input [melBands, patchFrames]: the mel spectrogram of a network that was not trained here, as its authors define it.
 */
export const spectrogramSpecSchema = z
  .strictObject({
    version: z.literal(2),
    kind: z.literal('spectrogram'),
    /** Hz */
    sampleRate: z.literal([16_000, 22_050, 32_000]),
    /** Samples a frame. */
    fftSize: z.literal([256, 512, 1024, 2048, 4096]),
    /** Samples that the window covers, in the middle of the frame; zeros on both sides. */
    windowLength: z.number().int().min(16),
    window: z.enum(['hann-periodic', 'hann-symmetric']),
    /** Samples from frame to frame. */
    hopLength: z.number().int().min(16).max(8192),
    /** Whether frame t has its middle, rather than its beginning, at sample t · hopLength. */
    centring: z.boolean(),
    /** What lies beyond the ends of the segment: silence, or its samples in reverse (the outermost one not repeated). */
    padding: z.enum(['zero', 'reflect']),
    /** c of y[t] = x[t + 1] − c · x[t], which comes before all else; 0 leaves the samples as they are. */
    preEmphasis: z.number().min(0).lt(1),
    /** Of the magnitudes that the bands sum: 1 or 2. */
    power: z.literal([1, 2]),
    melBands: z.number().int().min(8).max(256),
    melScale: z.enum(MEL_SCALES),
    /** Slaney's gives every triangle unit area over Hz; without one its top is 1. */
    melNorm: z.enum(['slaney', 'none']),
    /** Hz */
    minFrequency: z.number().nonnegative(),
    maxFrequency: z.number().positive(),
    compression,
    /** Frames a patch, and from patch to patch. */
    patchFrames: z.number().int().positive().max(MOST_FRAMES),
    patchHopFrames: z.number().int().positive().max(MOST_FRAMES),
  })
  .refine((spec) => spec.windowLength <= spec.fftSize, 'the window is longer than the frame')
  .refine((spec) => spec.centring || spec.padding === 'zero', 'frames that are not centred have nothing to reflect')
  .refine((spec) => spec.melScale !== 'kaldi' || spec.melNorm === 'none', 'Kaldi’s triangles have no norm');

/** See {@link spectrogramSpecSchema}. */
export type SpectrogramSpec = z.infer<typeof spectrogramSpecSchema>;
