import type { SpectrogramSpec } from './spectrogram-spec.ts';

/** The front end of musicnn (Pons & Serra 2019): librosa's mel spectrogram at 16 kHz, patches of three seconds. */
export const MUSICNN_SPEC: SpectrogramSpec = {
  version: 2,
  kind: 'spectrogram',
  sampleRate: 16_000,
  fftSize: 512,
  windowLength: 512,
  window: 'hann-periodic',
  hopLength: 256,
  centring: true,
  padding: 'zero',
  preEmphasis: 0,
  power: 2,
  melBands: 96,
  melScale: 'slaney',
  melNorm: 'slaney',
  minFrequency: 0,
  maxFrequency: 8_000,
  compression: { kind: 'log10', gain: 10_000 },
  patchFrames: 187,
  patchHopFrames: 187,
};

/** The front end of EfficientAT's networks (Schmid, Koutini & Widmer 2023), patches of ten seconds. */
export const EFFICIENTAT_SPEC: SpectrogramSpec = {
  version: 2,
  kind: 'spectrogram',
  sampleRate: 32_000,
  fftSize: 1024,
  windowLength: 800,
  window: 'hann-symmetric',
  hopLength: 320,
  centring: true,
  padding: 'reflect',
  preEmphasis: 0.97,
  power: 2,
  melBands: 128,
  melScale: 'kaldi',
  melNorm: 'none',
  minFrequency: 0,
  maxFrequency: 15_000,
  compression: { kind: 'ln', epsilon: 1e-5, offset: 4.5, divisor: 5 },
  patchFrames: 1000,
  patchHopFrames: 1000,
};
