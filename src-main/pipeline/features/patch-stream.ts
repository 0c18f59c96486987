import { powerToDecibels } from './decibels.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { inputRows } from './feature-spec.ts';

/** One model input: `values` is [rows, patchFrames], normalised. */
export interface Patch {
  /** Of the analysed stretch, in frames. */
  readonly startFrame: number;
  readonly frames: number;
  readonly values: Float32Array;
}

/** What a stretch held in all. */
export interface StretchSummary {
  readonly frames: number;
  /** Of the loudest mel band of any frame, relative to power 1. */
  readonly peakDecibels: number;
}

/**
 * Turns mel power frames into normalised patches as soon as their surroundings are known. A patch's decibels are
 * relative to the loudest band of the `referenceSeconds` around it (moved inward at the ends, so a half-minute clip is
 * relative to its own maximum, as in training). Kept in memory: about twice that many seconds of frames. The last patch
 * ends with the stretch; a stretch shorter than a patch is repeated to fill it.
 */
export class PatchStream {
  readonly #spec: FeatureSpec;
  readonly #onPatch: (patch: Patch) => void;
  readonly #contextFrames: number;
  /** Decibels of the frames from `#dropped` on, and each one's loudest band. */
  readonly #history: Float32Array[] = [];
  readonly #peaks: number[] = [];
  #dropped = 0;
  #nextStart = 0;
  #peakDecibels = -Infinity;

  constructor(spec: FeatureSpec, onPatch: (patch: Patch) => void) {
    this.#spec = spec;
    this.#onPatch = onPatch;
    this.#contextFrames = Math.max(spec.patchFrames, Math.round((spec.referenceSeconds * spec.sampleRate) / spec.hopLength));
  }

  /** Takes one frame of mel powers [melBands]. */
  push(energies: Float64Array): void {
    const decibels = new Float32Array(energies.length);
    const peak = toDecibels(energies, decibels);
    this.#history.push(decibels);
    this.#peaks.push(peak);
    this.#peakDecibels = Math.max(this.#peakDecibels, peak);
    this.#emitReady();
  }

  /** Emits what was waiting for frames that will not come. */
  finish(): StretchSummary {
    const frames = this.#total;
    const contextStart = frames - this.#contextFrames;
    const last = Math.max(0, frames - this.#spec.patchFrames);
    const { patchHopFrames } = this.#spec;
    for (; frames > 0 && this.#nextStart <= last; this.#nextStart += patchHopFrames) this.#emit(this.#nextStart, contextStart);
    const uncovered = last - (this.#nextStart - patchHopFrames);
    if (frames > 0 && uncovered > patchHopFrames / 4) this.#emit(last, contextStart);
    return { frames, peakDecibels: this.#peakDecibels };
  }

  get #total(): number {
    return this.#dropped + this.#history.length;
  }

  #emitReady(): void {
    for (;;) {
      const contextStart = Math.max(0, this.#contextStartOf(this.#nextStart));
      if (contextStart + this.#contextFrames > this.#total) return;
      this.#emit(this.#nextStart, contextStart);
      this.#nextStart += this.#spec.patchHopFrames;
      this.#forget();
    }
  }

  #contextStartOf(startFrame: number): number {
    return startFrame + Math.round((this.#spec.patchFrames - this.#contextFrames) / 2);
  }

  #emit(startFrame: number, contextStart: number): void {
    const first = Math.max(0, contextStart) - this.#dropped;
    const reference = this.#peaks.slice(first, first + this.#contextFrames).reduce((a, b) => Math.max(a, b), -Infinity);
    const offset = startFrame - this.#dropped;
    const count = Math.min(this.#spec.patchFrames, this.#history.length - offset);
    const frames = Array.from({ length: this.#spec.patchFrames }, (_, index) => this.#history[offset + (index % count)] as Float32Array);
    this.#onPatch({ startFrame, frames: count, values: patchValues(this.#spec, frames, reference) });
  }

  /** Drops frames that no later patch looks at; many at a time, so that it costs little. */
  #forget(): void {
    const needed = Math.max(0, Math.min(this.#nextStart, this.#contextStartOf(this.#nextStart), this.#total - this.#contextFrames));
    if (needed - this.#dropped < this.#contextFrames) return;
    this.#history.splice(0, needed - this.#dropped);
    this.#peaks.splice(0, needed - this.#dropped);
    this.#dropped = needed;
  }
}

/** Fills `decibels` from powers. @returns the largest */
function toDecibels(energies: Float64Array, decibels: Float32Array): number {
  let peak = -Infinity;
  for (let band = 0; band < energies.length; band++) {
    const value = powerToDecibels(energies[band] as number);
    decibels[band] = value;
    if (value > peak) peak = value;
  }
  return peak;
}

/** Clamps, averages neighbouring bands and normalises: [patchFrames] frames of [melBands] dB → [rows, patchFrames]. */
function patchValues(spec: FeatureSpec, frames: readonly Float32Array[], reference: number): Float32Array {
  const values = new Float32Array(inputRows(spec) * frames.length);
  const { mean, deviation } = spec.normalisation;
  const scales = Float64Array.from(deviation, (value) => 1 / value);
  const offsets = Float64Array.from(mean, (value, row) => -value / (deviation[row] as number));
  frames.forEach((frame, column) => writeColumn(frame, reference, { spec, scales, offsets, values, column }));
  return values;
}

interface ColumnTarget {
  readonly spec: FeatureSpec;
  readonly scales: Float64Array;
  readonly offsets: Float64Array;
  readonly values: Float32Array;
  readonly column: number;
}

function writeColumn(frame: Float32Array, reference: number, { spec, scales, offsets, values, column }: ColumnTarget): void {
  const { bandsPerRow, patchFrames, rangeDecibels } = spec;
  const floor = reference - rangeDecibels;
  for (let row = 0; row < scales.length; row++) {
    let sum = 0;
    for (let band = row * bandsPerRow; band < (row + 1) * bandsPerRow; band++) {
      const value = frame[band] as number;
      sum += (value > floor ? value : floor) - reference;
    }
    values[row * patchFrames + column] = (sum / bandsPerRow) * (scales[row] as number) + (offsets[row] as number);
  }
}
