import { AppError, throwIfCancelled } from '../../contract/app-error.ts';
import type { SpectrogramTile, SpectrumSettings, WaveformPeaks } from '../../contract/inspection.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { AudioFormat } from '../scan/tagged-format.ts';
import { ColumnFolder } from './column-folder.ts';
import { PeakFolder } from './peak-folder.ts';
import type { SpectrumFrames } from './spectrum-frames.ts';
import { createSpectrumFrames } from './spectrum-frames.ts';

/** How much of an overview somebody has already. */
export interface KnownColumns {
  readonly framesPerColumn: number;
  readonly columns: number;
}

/** What is known of a whole file, computed just now or kept from before. */
export interface ScannedSpectrum {
  readonly source: AudioSource;
  /** Read so far. */
  readonly seconds: number;
  /** The spectrogram so far, but for what is known; all of it where columns were joined meanwhile. */
  overview(known?: KnownColumns): SpectrogramTile;
  /** The waveform's outline so far, as fine as `maxPoints` points of the whole track are. */
  peaks(maxPoints: number): WaveformPeaks;
}

/** A file with what is known of its sound. */
export interface AudioSource extends AudioFormat {
  readonly path: string;
}

const MAXIMUM_POINTS = 2 ** 20;
/** More than most screens have pixels. */
const MAXIMUM_COLUMNS = 2048;
const MAXIMUM_LEVELS = 8 * 1024 * 1024;
/** A file that ends this much before its own word has broken off. */
const MISSING_SECONDS = 2;
const MISSING_SHARE = 0.02;

/**
 * One pass over a whole file: the outline of its waveform and its spectrogram in columns as fine as bounded memory
 * allows. Both can be asked for while it is under way.
 */
export class SpectrumScan implements ScannedSpectrum {
  readonly source: AudioSource;
  readonly #columns: ColumnFolder;
  readonly #points: PeakFolder;
  readonly #frames: SpectrumFrames;
  readonly #hopLength: number;
  #isWhole = false;

  /** @param hopLength samples from frame to frame: half a frame weighs all alike, and little that is finer shows in a mean */
  constructor(source: AudioSource, settings: SpectrumSettings, hopLength = settings.fftSize / 2) {
    this.source = source;
    this.#hopLength = hopLength;
    const bins = settings.fftSize / 2 + 1;
    const samples = (source.durationSeconds ?? 0) * source.sampleRate;
    const maxColumns = Math.min(MAXIMUM_COLUMNS, 2 ** Math.floor(Math.log2(MAXIMUM_LEVELS / bins)));
    this.#columns = new ColumnFolder(bins, maxColumns, firstStep(samples / this.#hopLength / maxColumns));
    this.#points = new PeakFolder(MAXIMUM_POINTS, firstStep(samples / MAXIMUM_POINTS));
    this.#frames = createSpectrumFrames(settings, this.#hopLength, source.channels, (power) =>
      this.#columns.push(power),
    );
  }

  get seconds(): number {
    return this.#points.samples / this.source.sampleRate;
  }

  /** Reads to the end. @throws AppError file-corrupt where the file breaks off; what was read before holds */
  async run(decoder: Decoder, onProgress: () => void, signal?: AbortSignal): Promise<void> {
    const { path, sampleRate, channels, durationSeconds } = this.source;
    for await (const samples of decoder.decode({ path, sampleRate, channels }, signal)) {
      this.#points.push(samples, channels);
      this.#frames.push(samples);
      onProgress();
    }
    throwIfCancelled(signal);
    this.#frames.finish();
    this.#isWhole = true;
    const missing = (durationSeconds ?? 0) - this.seconds;
    if (missing > MISSING_SECONDS && missing > MISSING_SHARE * this.seconds) {
      throw new AppError(
        'file-corrupt',
        `The sound breaks off after ${this.seconds.toFixed(1)} of ${durationSeconds?.toFixed(1)} seconds.`,
      );
    }
  }

  overview(known: KnownColumns = { framesPerColumn: 1, columns: 0 }): SpectrogramTile {
    const { columns, completeColumns, framesPerColumn } = this.#columns;
    const firstColumn = known.framesPerColumn === framesPerColumn ? known.columns : 0;
    const end = this.#isWhole ? columns : completeColumns;
    return {
      framesPerColumn,
      hopLength: this.#hopLength,
      firstColumn,
      ...this.#columns.matrix(firstColumn, end, this.#frames.reference),
    };
  }

  peaks(maxPoints: number): WaveformPeaks {
    const samples = Math.max(this.#points.samples, (this.source.durationSeconds ?? 0) * this.source.sampleRate);
    return this.#points.peaks(samples / maxPoints);
  }
}

/**
 * What a column or a point stands for at first: half of what it comes to where the file tells its length, so that it is
 * joined once and not many times, and is no coarser where the file is half as long as it says.
 */
function firstStep(lastStep: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(lastStep)) - 1);
}
