import type { LevelMatrix } from '../../rendering/level-matrix.ts';
import { LEVELS_PER_DECIBEL, SILENCE_DECIBELS } from '../../rendering/level-matrix.ts';

/**
 * The spectrogram of a stream of unknown length in bounded memory: columns of mean power. When all places are taken,
 * neighbours are joined and every column stands for twice as many frames.
 */
export class ColumnFolder {
  readonly bins: number;
  readonly #maxColumns: number;
  /** [maxColumns, bins] sums of power. */
  readonly #sums: Float32Array;
  #framesPerColumn: number;
  #frames = 0;

  /** @param maxColumns an even number */
  constructor(bins: number, maxColumns: number, framesPerColumn = 1) {
    this.#framesPerColumn = framesPerColumn;
    this.bins = bins;
    this.#maxColumns = maxColumns;
    this.#sums = new Float32Array(maxColumns * bins);
  }

  get framesPerColumn(): number {
    return this.#framesPerColumn;
  }

  /** Columns begun. */
  get columns(): number {
    return Math.ceil(this.#frames / this.#framesPerColumn);
  }

  /** Columns that no frame will change any more, while none are joined. */
  get completeColumns(): number {
    return Math.floor(this.#frames / this.#framesPerColumn);
  }

  /** Adds the next frame. @param power [bins] */
  push(power: Float64Array): void {
    if (this.#frames === this.#maxColumns * this.#framesPerColumn) this.#join();
    const { bins } = this;
    const sums = this.#sums;
    const offset = Math.floor(this.#frames / this.#framesPerColumn) * bins;
    for (let bin = 0; bin < bins; bin++) sums[offset + bin] = (sums[offset + bin] as number) + (power[bin] as number);
    this.#frames += 1;
  }

  /** Mean levels of columns [from, to). @param reference the power of 0 dB */
  matrix(from: number, to: number, reference: number): LevelMatrix {
    const columns = Math.max(0, Math.min(to, this.columns) - from);
    const { bins } = this;
    const levels = new Int16Array(columns * bins);
    for (let column = 0; column < columns; column++) {
      const first = (from + column) * this.#framesPerColumn;
      const frames = Math.min(this.#framesPerColumn, this.#frames - first);
      const offset = (from + column) * bins;
      writeLevels(this.#sums.subarray(offset, offset + bins), frames * reference, levels, column * bins);
    }
    return { columns, bins, levels };
  }

  #join(): void {
    const { bins } = this;
    const sums = this.#sums;
    const end = (this.#maxColumns / 2) * bins;
    for (let column = 0, from = 0; column < end; column += bins, from += 2 * bins) {
      for (let bin = 0; bin < bins; bin++)
        sums[column + bin] = (sums[from + bin] as number) + (sums[from + bins + bin] as number);
    }
    sums.fill(0, end);
    this.#framesPerColumn *= 2;
  }
}

const LOWEST_LEVEL = SILENCE_DECIBELS * LEVELS_PER_DECIBEL;

/** Powers as hundredths of a decibel, written from `offset` on. @param reference the power of 0 dB */
function writeLevels(powers: Float32Array, reference: number, levels: Int16Array, offset: number): void {
  for (let bin = 0; bin < powers.length; bin++) {
    const ratio = (powers[bin] as number) / reference;
    const level = ratio > 0 ? Math.round(10 * LEVELS_PER_DECIBEL * Math.log10(ratio)) : LOWEST_LEVEL;
    levels[offset + bin] = level > LOWEST_LEVEL ? level : LOWEST_LEVEL;
  }
}
