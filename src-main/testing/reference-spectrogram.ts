import type { SpectrogramSpec } from '../pipeline/features/spectrogram-spec.ts';

/**
 * Spectrograms by their definitions, as plainly as possible in float64: a direct Fourier sum, dense filters, the whole
 * signal at hand. Slow on purpose, and sharing no line with the pipeline that it checks.
 * @returns [frames][melBands]; decibels relative to the loudest of all
 */
export function referenceSpectrogram(signal: ArrayLike<number>, spec: SpectrogramSpec): number[][] {
  const samples = emphasised(Array.from(signal), spec.preEmphasis);
  const filters = Array.from({ length: spec.melBands }, (_, band) => referenceFilter(band, spec));
  const energies = frameStarts(samples.length, spec).map((start) => {
    const magnitudes = dftMagnitudes(windowedFrame(samples, start, spec));
    return filters.map((filter) =>
      filter.reduce((sum, weight, bin) => sum + weight * (magnitudes[bin] ?? 0) ** spec.power, 0),
    );
  });
  const loudest = energies.flat().reduce((most, energy) => Math.max(most, energy), 1e-10);
  return energies.map((frame) => frame.map((energy) => compressed(energy, loudest, spec.compression)));
}

function emphasised(samples: number[], coefficient: number): number[] {
  if (coefficient === 0) return samples;
  return samples.slice(1).map((sample, index) => sample - coefficient * (samples[index] ?? 0));
}

function frameStarts(length: number, { centring, fftSize, hopLength }: SpectrogramSpec): number[] {
  const starts: number[] = [];
  const [first, last] = centring ? [-fftSize / 2, length - fftSize / 2] : [0, length - fftSize];
  for (let start = first; start <= last; start += hopLength) starts.push(start);
  return starts;
}

function windowedFrame(samples: readonly number[], start: number, spec: SpectrogramSpec): number[] {
  const { fftSize, windowLength, window, padding } = spec;
  const margin = Math.floor((fftSize - windowLength) / 2);
  const turn = window === 'hann-periodic' ? windowLength : windowLength - 1;
  return Array.from({ length: fftSize }, (_, n) => {
    if (n < margin || n >= margin + windowLength) return 0;
    let index = start + n;
    while (padding === 'reflect' && (index < 0 || index >= samples.length))
      index = index < 0 ? -index : 2 * (samples.length - 1) - index;
    return (samples[index] ?? 0) * Math.sin((Math.PI * (n - margin)) / turn) ** 2;
  });
}

function dftMagnitudes(frame: readonly number[]): number[] {
  const size = frame.length;
  const cosines = Float64Array.from({ length: size }, (_, n) => Math.cos((2 * Math.PI * n) / size));
  const samples = Float64Array.from(frame);
  return Array.from({ length: size / 2 + 1 }, (_, k) => {
    let [real, imaginary] = [0, 0];
    for (let n = 0; n < size; n++) {
      real += (samples[n] as number) * (cosines[(k * n) % size] as number);
      imaginary += (samples[n] as number) * (cosines[(k * n + size / 4) % size] as number);
    }
    return Math.hypot(real, imaginary);
  });
}

const TO_MEL = {
  slaney: (f: number) => (f < 1000 ? (3 * f) / 200 : 15 + (27 * Math.log(f / 1000)) / Math.log(6.4)),
  htk: (f: number) => 1127.010_480_3 * Math.log1p(f / 700),
  kaldi: (f: number) => 1127 * Math.log1p(f / 700),
};
const TO_HERTZ = {
  slaney: (m: number) => (m < 15 ? (200 * m) / 3 : 1000 * 6.4 ** ((m - 15) / 27)),
  htk: (m: number) => 700 * Math.expm1(m / 1127.010_480_3),
  kaldi: (m: number) => 700 * Math.expm1(m / 1127),
};

function referenceFilter(band: number, spec: SpectrogramSpec): number[] {
  const { melScale, melNorm, melBands, sampleRate, fftSize, minFrequency, maxFrequency } = spec;
  const [toMel, toHertz] = [TO_MEL[melScale], TO_HERTZ[melScale]];
  const lowest = toMel(minFrequency);
  const step = (toMel(maxFrequency) - lowest) / (melBands + 1);
  const edgeAt = (edge: number) => toHertz(lowest + step * (band + edge));
  const area = melNorm === 'slaney' ? (edgeAt(2) - edgeAt(0)) / 2 : 1;
  // Kaldi's sides are straight over mels, the others' over Hz.
  const along = melScale === 'kaldi' ? toMel : (hertz: number) => hertz;
  const [low, top, high] = [along(edgeAt(0)), along(edgeAt(1)), along(edgeAt(2))];
  return Array.from({ length: fftSize / 2 + 1 }, (_, bin) => {
    if (melScale === 'kaldi' && bin === fftSize / 2) return 0;
    const at = along((bin * sampleRate) / fftSize);
    return Math.max(0, at < top ? (at - low) / (top - low) : (high - at) / (high - top)) / area;
  });
}

function compressed(energy: number, loudest: number, compression: SpectrogramSpec['compression']): number {
  switch (compression.kind) {
    case 'decibels':
      return Math.max(-compression.rangeDecibels, 10 * Math.log10(Math.max(1e-10, energy) / loudest));
    case 'log10':
      return Math.log1p(compression.gain * energy) / Math.LN10;
    case 'ln':
      return (Math.log(energy + compression.epsilon) + compression.offset) / compression.divisor;
  }
}
