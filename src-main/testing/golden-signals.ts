import { synthesize } from './synthesize.ts';

/** The signals and settings whose numbers are checked in. */
export const GOLDEN_CASES = {
  'tones, librosa defaults': {
    signal: () => synthesize({ seconds: 0.2, frequencies: [220, 1500, 5000] })[0] as Float32Array,
    hopLength: 512,
    fftSize: 2048,
    melBands: 128,
  },
  'noise, the shipped model’s hop': {
    signal: () => synthesize({ seconds: 0.3, frequencies: [], noise: 0.5 })[0] as Float32Array,
    hopLength: 1708,
    fftSize: 2048,
    melBands: 128,
  },
  'quiet tone, small frames': {
    signal: () => synthesize({ seconds: 0.1, frequencies: [3000], amplitude: 1e-4, noise: 0 })[0] as Float32Array,
    hopLength: 256,
    fftSize: 1024,
    melBands: 40,
  },
} as const;

/** A name of {@link GOLDEN_CASES}. */
export type GoldenCase = keyof typeof GOLDEN_CASES;
