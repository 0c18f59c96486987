import type { MelScale } from '../../contract/values.ts';
import { MEL_WARPS } from '../../rendering/frequency-scale.ts';
import type { MelProgram, MelSizes } from './simd/mel-program.ts';
import { startMelProgram } from './simd/mel-program.ts';

/** Triangular filters that sum the powers of a frame. Buffers are shared: not for concurrent use. */
export interface MelFilterBank {
  /** Energy of every band, `Σ weight·power`, written into `energies`. @param power [fftSize/2 + 1] */
  apply(power: Float64Array, energies: Float64Array): void;
}

/** Which filters to make; frequencies in Hz. */
export interface MelFilterBankOptions {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly melBands: number;
  readonly minFrequency: number;
  readonly maxFrequency: number;
  /** Slaney's by default. */
  readonly melScale?: MelScale;
  /** Slaney's by default: unit area over Hz. Without one, the top of a triangle is 1. */
  readonly melNorm?: 'slaney' | 'none';
}

/**
 * Triangles between equally spaced mels. `slaney` and `htk` are librosa's `filters.mel`, linear in Hz; `kaldi` is that
 * toolkit's, linear in mel = 1127·ln(1 + f/700), where the last bin (half the sampling rate) counts nothing.
 */
export function createMelFilterBank(options: MelFilterBankOptions): MelFilterBank {
  const triangles = options.melScale === 'kaldi' ? kaldiTriangles(options) : hertzTriangles(options);
  const filters = triangles.map(inPairs);
  const weights = Float64Array.from(filters.flatMap((filter) => filter.weights));
  const program = programFor({ bins: options.fftSize / 2 + 1, bands: filters.length, weights: weights.length });
  let end = 0;
  const bands = Int32Array.from(
    filters.flatMap((filter) => program.bandOf(filter.firstBin, (end += filter.weights.length))),
  );
  return {
    apply(power, energies) {
      if (program.weightsInUse !== weights) {
        program.weights.set(weights);
        program.bands.set(bands);
        program.weightsInUse = weights;
      }
      program.power.set(power);
      program.run();
      energies.set(program.energies);
    },
  };
}

/** A program and whose weights lie in its memory. */
interface SharedProgram extends MelProgram {
  weightsInUse: Float64Array | null;
}

/** One for all banks of a size: a memory takes much of the address space, and a new program would start slowly. */
const programs = new Map<string, SharedProgram>();

function programFor(sizes: MelSizes): SharedProgram {
  const key = JSON.stringify(sizes);
  const program = programs.get(key) ?? { ...startMelProgram(sizes), weightsInUse: null };
  programs.set(key, program);
  return program;
}

/** An even number of weights; a band without a bin has a pair of zeros for the first ones. */
function inPairs({ firstBin, weights }: Triangle): Triangle {
  const length = Math.max(2, 2 * Math.ceil(weights.length / 2));
  return {
    firstBin: weights.length > 0 ? firstBin : 0,
    weights: Array.from({ length }, (_, index) => weights[index] ?? 0),
  };
}

interface Triangle {
  readonly firstBin: number;
  readonly weights: number[];
}

function hertzTriangles(options: MelFilterBankOptions): Triangle[] {
  const { melBands, fftSize, sampleRate, melScale = 'slaney', melNorm = 'slaney' } = options;
  const { to: toMel, from: toHertz } = MEL_WARPS[melScale];
  const lowest = toMel(options.minFrequency);
  const step = (toMel(options.maxFrequency) - lowest) / (melBands + 1);
  const edges = Array.from({ length: melBands + 2 }, (_, index) => toHertz(lowest + step * index));
  const binWidth = sampleRate / fftSize;
  return Array.from({ length: melBands }, (_, band) => {
    const [low = 0, centre = 0, high = 0] = edges.slice(band, band + 3);
    const firstBin = Math.max(0, Math.ceil(low / binWidth));
    const end = Math.min(fftSize / 2, Math.floor(high / binWidth));
    const weights = Array.from({ length: Math.max(0, end - firstBin + 1) }, (_bin, index) => {
      const height = heightAt((firstBin + index) * binWidth, low, centre, high);
      return melNorm === 'slaney' ? (height * 2) / (high - low) : height;
    });
    return { firstBin, weights };
  });
}

function kaldiTriangles(options: MelFilterBankOptions): Triangle[] {
  const { melBands, fftSize, sampleRate } = options;
  const toMel = (hertz: number) => 1127 * Math.log(1 + hertz / 700);
  const lowest = toMel(options.minFrequency);
  const step = (toMel(options.maxFrequency) - lowest) / (melBands + 1);
  const mels = Array.from({ length: fftSize / 2 }, (_, bin) => toMel((bin * sampleRate) / fftSize));
  return Array.from({ length: melBands }, (_, band) => {
    const low = lowest + step * band;
    const heights = mels.map((mel) => heightAt(mel, low, low + step, low + 2 * step));
    const firstBin = Math.max(
      0,
      heights.findIndex((height) => height > 0),
    );
    return { firstBin, weights: heights.slice(firstBin, heights.findLastIndex((height) => height > 0) + 1) };
  });
}

/** Of a triangle with top 1; 0 outside of it. */
function heightAt(position: number, low: number, centre: number, high: number): number {
  return Math.max(0, Math.min((position - low) / (centre - low), (high - position) / (high - centre)));
}
