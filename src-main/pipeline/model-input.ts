import type { ColumnRange } from '../contract/column-range.ts';
import type { ModelInputSpec, SpectrogramTile } from '../contract/inspection.ts';
import { LEVELS_PER_DECIBEL } from '../rendering/level-matrix.ts';
import type { FeatureSpec } from './features/feature-spec.ts';
import { withoutGaps } from './front-end.ts';
import { inputShape } from './features/feature-spec.ts';
import type { Patch } from './features/patch-stream.ts';

/** More than four hours at our models' step; what comes after is not kept. */
const MOST_FRAMES = 200_000;

/**
 * The exact input of a model along a track. Patches overlap, and each has a reference of its own: every frame
 * is kept as it is in the patch whose middle is nearest.
 */
export class ModelInput {
  readonly #spec: FeatureSpec;
  readonly #rows: number;
  #values: Int16Array;
  #frames = 0;
  #last: Patch | null = null;

  /** @param spec of a model whose input is bands over time */
  constructor(spec: FeatureSpec) {
    this.#spec = withoutGaps(spec);
    this.#rows = inputShape(spec)[0] ?? 0;
    this.#values = new Int16Array(1024 * this.#rows);
  }

  get spec(): ModelInputSpec {
    const { sampleRate, hopLength, minFrequency, maxFrequency } = this.#spec;
    return {
      sampleRate,
      hopLength,
      rows: this.#rows,
      melScale: this.#spec.kind === 'spectrogram' ? this.#spec.melScale : 'slaney',
      minHertz: minFrequency,
      maxHertz: maxFrequency,
      frames: this.#frames,
    };
  }

  /** Takes the next patch. */
  push(patch: Patch): void {
    const { patchFrames, patchHopFrames } = this.#spec;
    this.#keep(patch, Math.min(patch.startFrame + patch.frames, patch.startFrame + (patchFrames + patchHopFrames) / 2));
    this.#last = patch;
  }

  /** Takes the last patch to its end. */
  finish(): void {
    if (this.#last) this.#keep(this.#last, this.#last.startFrame + this.#last.frames);
  }

  /** Means over frames; units are hundredths of the model's own (standard deviations). */
  tile({ framesPerColumn, firstColumn, columns }: ColumnRange): SpectrogramTile {
    const rows = this.#rows;
    const count = Math.max(0, Math.min(columns, Math.ceil(this.#frames / framesPerColumn) - firstColumn));
    const levels = new Int16Array(count * rows);
    for (let column = 0; column < count; column++) {
      const from = (firstColumn + column) * framesPerColumn;
      const to = Math.min(this.#frames, from + framesPerColumn);
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (let frame = from; frame < to; frame++) sum += this.#values[frame * rows + row] as number;
        levels[column * rows + row] = Math.round(sum / (to - from));
      }
    }
    return { framesPerColumn, hopLength: this.#spec.hopLength, firstColumn, columns: count, bins: rows, levels };
  }

  /** A model's input [rows, frames] from a frame on, as the rendering shows it; beyond the end it is repeated. */
  patch(firstFrame: number, frames: number): Float32Array {
    const there = Math.max(1, Math.min(frames, this.#frames - firstFrame));
    const patch = new Float32Array(this.#rows * frames);
    for (let frame = 0; frame < frames; frame++) {
      const from = (firstFrame + (frame % there)) * this.#rows;
      for (let row = 0; row < this.#rows; row++)
        patch[row * frames + frame] = (this.#values[from + row] ?? 0) / LEVELS_PER_DECIBEL;
    }
    return patch;
  }

  #keep({ startFrame, values }: Patch, end: number): void {
    const rows = this.#rows;
    const { patchFrames } = this.#spec;
    for (let frame = this.#frames; frame < Math.min(end, MOST_FRAMES); frame++) {
      if ((frame + 1) * rows > this.#values.length) this.#grow();
      for (let row = 0; row < rows; row++) {
        this.#values[frame * rows + row] = Math.round(
          (values[row * patchFrames + frame - startFrame] as number) * LEVELS_PER_DECIBEL,
        );
      }
      this.#frames = frame + 1;
    }
  }

  #grow(): void {
    const larger = new Int16Array(this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
  }
}
