import { powerToDecibels } from './decibels.ts';
import type { FeatureSpec } from './feature-spec.ts';
import type { SpectrogramSpec } from './spectrogram-spec.ts';

/**
 * Writes the levels of one frame's mel energies from `offset` on: what is kept of a frame until its patch is made.
 * @returns the largest level
 */
export type LevelWriter = (energies: Float64Array, levels: Float32Array, offset: number) => number;

/** Levels are decibels relative to energy 1, or what the spec's other compressions give. */
export function levelWriter(spec: FeatureSpec): LevelWriter {
  if (spec.kind !== 'spectrogram') return writeDecibels;
  const { compression } = spec;
  switch (compression.kind) {
    case 'decibels':
      return writeDecibels;
    case 'log10':
      return log10Writer(compression.gain);
    case 'ln':
      return lnWriter(compression.epsilon, compression.offset, compression.divisor);
  }
}

/** The power that a level stands for, in decibels relative to 1. */
export function decibelsOf(spec: FeatureSpec, level: number): number {
  if (spec.kind !== 'spectrogram') return level;
  return (energyDecibels(spec.compression, level) * 2) / spec.power;
}

function energyDecibels(compression: SpectrogramSpec['compression'], level: number): number {
  switch (compression.kind) {
    case 'decibels':
      return level;
    case 'log10':
      return powerToDecibels((10 ** level - 1) / compression.gain);
    case 'ln':
      return powerToDecibels(Math.exp(level * compression.divisor - compression.offset) - compression.epsilon);
  }
}

function writeDecibels(energies: Float64Array, levels: Float32Array, offset: number): number {
  let peak = -Infinity;
  for (let band = 0; band < energies.length; band++) {
    const level = powerToDecibels(energies[band] as number);
    levels[offset + band] = level;
    if (level > peak) peak = level;
  }
  return peak;
}

function log10Writer(gain: number): LevelWriter {
  return (energies, levels, offset) => {
    let peak = -Infinity;
    for (let band = 0; band < energies.length; band++) {
      // Quicker than log10 itself.
      const level = Math.log(1 + gain * (energies[band] as number)) * Math.LOG10E;
      levels[offset + band] = level;
      if (level > peak) peak = level;
    }
    return peak;
  };
}

function lnWriter(epsilon: number, offset: number, divisor: number): LevelWriter {
  return (energies, levels, first) => {
    let peak = -Infinity;
    for (let band = 0; band < energies.length; band++) {
      const level = (Math.log((energies[band] as number) + epsilon) + offset) / divisor;
      levels[first + band] = level;
      if (level > peak) peak = level;
    }
    return peak;
  };
}
