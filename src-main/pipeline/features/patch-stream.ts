import type { FeatureSpec } from './feature-spec.ts';
import { referenceSeconds } from './feature-spec.ts';
import type { LevelWriter } from './levels.ts';
import { decibelsOf, levelWriter } from './levels.ts';
import type { PatchInput } from './patch-input.ts';
import { patchInput } from './patch-input.ts';

/** One model input: `values` has the spec's input shape. */
export interface Patch {
  /** Of the analysed segment, in frames. */
  readonly startFrame: number;
  readonly frames: number;
  readonly values: Float32Array;
  /** Whether it lies between the patches that the spec asks for. */
  readonly isExtra: boolean;
}

/** What a segment held in all. */
export interface SegmentSummary {
  readonly frames: number;
  /** Of the loudest mel band of any frame, relative to power 1. */
  readonly peakDecibels: number;
}

/**
 * Turns mel frames into patches as soon as their surroundings are known. A patch's decibels are relative to the loudest
 * band of the `referenceSeconds` around it (moved inward at the ends, so a half-minute clip is relative to its own
 * maximum, as in training); levels that are relative to nothing wait for their patch alone. Kept in memory: about twice
 * that many frames. The last patch ends with the segment; a segment shorter than a patch is repeated to fill it.
 */
export class PatchStream {
  readonly #spec: FeatureSpec;
  readonly #steps: number;
  readonly #onPatch: (patch: Patch) => void;
  readonly #contextFrames: number;
  readonly #writeLevels: LevelWriter;
  /** Levels [frames, melBands] of the frames from `#dropped` on, and each one's loudest band. */
  readonly #levels: Float32Array;
  readonly #peaks: number[] = [];
  readonly #input: PatchInput;
  #dropped = 0;
  /** How many patches began before the next one. */
  #next = 0;
  #peakLevel = -Infinity;

  /** @param steps patches where the spec has one: those between are extra, all others are the spec's own */
  constructor(spec: FeatureSpec, onPatch: (patch: Patch) => void, steps = 1) {
    this.#spec = spec;
    this.#steps = steps;
    this.#onPatch = onPatch;
    this.#input = patchInput(spec);
    this.#writeLevels = levelWriter(spec);
    this.#contextFrames = Math.max(
      spec.patchFrames,
      Math.round((referenceSeconds(spec) * spec.sampleRate) / spec.hopLength),
    );
    // A patch waits for one context of frames, and is forgotten a context later.
    this.#levels = new Float32Array((2 * this.#contextFrames + spec.patchHopFrames + 1) * spec.melBands);
  }

  /** Takes one frame of mel energies [melBands]. */
  push(energies: Float64Array): void {
    const peak = this.#writeLevels(energies, this.#levels, this.#peaks.length * this.#spec.melBands);
    this.#peaks.push(peak);
    this.#peakLevel = Math.max(this.#peakLevel, peak);
    this.#emitReady();
  }

  /** Emits what was waiting for frames that will not come. */
  finish(): SegmentSummary {
    const frames = this.#total;
    const contextStart = frames - this.#contextFrames;
    const last = Math.max(0, frames - this.#spec.patchFrames);
    const { patchHopFrames } = this.#spec;
    const isLastOwn = last % patchHopFrames > patchHopFrames / 4;
    for (; frames > 0 && this.#nextStart <= last; this.#next += 1)
      if (this.#nextStart < last || !isLastOwn) this.#emit(this.#nextStart, contextStart);
    const uncovered = last - this.#startOf(this.#next - 1);
    if (frames > 0 && (isLastOwn || uncovered > patchHopFrames / this.#steps / 4))
      this.#emit(last, contextStart, !isLastOwn);
    return { frames, peakDecibels: decibelsOf(this.#spec, this.#peakLevel) };
  }

  get #nextStart(): number {
    return this.#startOf(this.#next);
  }

  /** The first frame of a patch: extra ones divide the way from one of the spec's own to the next. */
  #startOf(patch: number): number {
    const { patchHopFrames } = this.#spec;
    return Math.round((patch * patchHopFrames) / this.#steps);
  }

  get #total(): number {
    return this.#dropped + this.#peaks.length;
  }

  #emitReady(): void {
    for (;;) {
      const contextStart = Math.max(0, this.#contextStartOf(this.#nextStart));
      if (contextStart + this.#contextFrames > this.#total) return;
      this.#emit(this.#nextStart, contextStart);
      this.#next += 1;
      this.#forget();
    }
  }

  #contextStartOf(startFrame: number): number {
    return startFrame + Math.round((this.#spec.patchFrames - this.#contextFrames) / 2);
  }

  #emit(startFrame: number, contextStart: number, isExtra = this.#next % this.#steps > 0): void {
    const first = Math.max(0, contextStart) - this.#dropped;
    const reference = this.#peaks.slice(first, first + this.#contextFrames).reduce((a, b) => Math.max(a, b), -Infinity);
    const offset = startFrame - this.#dropped;
    const count = Math.min(this.#spec.patchFrames, this.#peaks.length - offset);
    const { melBands } = this.#spec;
    const frames = this.#levels.subarray(offset * melBands, (offset + count) * melBands);
    this.#onPatch({ startFrame, frames: count, values: this.#input(frames, reference), isExtra });
  }

  /** Drops frames that no later patch looks at; many at a time, so that it costs little. */
  #forget(): void {
    const needed = Math.max(
      0,
      Math.min(this.#nextStart, this.#contextStartOf(this.#nextStart), this.#total - this.#contextFrames),
    );
    const outdated = needed - this.#dropped;
    if (outdated < this.#contextFrames) return;
    this.#levels.copyWithin(0, outdated * this.#spec.melBands, this.#peaks.length * this.#spec.melBands);
    this.#peaks.splice(0, outdated);
    this.#dropped = needed;
  }
}
