import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { FFT_SIZES, OVERLAPS, SALIENCY_METHODS, SPECTRUM_CHANNELS, SPECTRUM_WINDOWS } from './values.ts';
import type { ErrorData } from './app-error.ts';

/** Everything that decides the levels of a spectrogram. */
export const spectrumSettingsSchema = z.strictObject({
  /** Samples a frame. */
  fftSize: z.literal(FFT_SIZES),
  window: z.enum(SPECTRUM_WINDOWS),
  /** Share of a frame that the next one has too; hopLength = fftSize · (1 − overlap). */
  overlap: z.literal(OVERLAPS),
  channel: z.enum(SPECTRUM_CHANNELS),
});

/** See {@link spectrumSettingsSchema}. */
export type SpectrumSettings = Immutable<z.infer<typeof spectrumSettingsSchema>>;

/** How much of an overview the page has. */
export const knownColumnsSchema = z.strictObject({ framesPerColumn: z.int().min(1), columns: z.int().min(0) });

/** Saliency for a genre, by its place in the model's list, around a moment. */
export const saliencyRequestSchema = z.strictObject({
  genre: z.int().min(0),
  seconds: z.number().min(0),
  method: z.enum(SALIENCY_METHODS),
});

/** How fine an outline may be asked for. */
export const maxPointsSchema = z
  .int()
  .min(1)
  .max(2 ** 20);

/** What the inspector shows at first. */
export const DEFAULT_SPECTRUM: SpectrumSettings = { fftSize: 2048, window: 'hann', overlap: 0.75, channel: 'mix' };

/** How far the reading of an inspected track is. */
export interface SpectrumScanState {
  /** Counts up with every track that is opened: what belongs to an older one is void. */
  readonly session: number;
  readonly phase: 'reading' | 'done' | 'failed';
  readonly sampleRate: number;
  readonly channels: number;
  /** As a tag has it; null where none does. */
  readonly beatsPerMinute: number | null;
  /** Whether there is a first impression of the whole track. */
  readonly hasPreview: boolean;
  /** Read so far. */
  readonly seconds: number;
  /** What the file says until it is read to the end. */
  readonly durationSeconds: number | null;
  /** Why the reading ended early; what was read before can be shown. */
  readonly error: ErrorData | null;
}

/** A segment of a spectrogram as it crosses to the page. */
export interface SpectrogramTile {
  /** Frames a column; powers of them are averaged. */
  readonly framesPerColumn: number;
  /** Samples from frame to frame. */
  readonly hopLength: number;
  readonly firstColumn: number;
  readonly columns: number;
  readonly bins: number;
  /** [columns, bins] hundredths of dBFS: a full-scale sine is 0. */
  readonly levels: Int16Array;
}

/** A piece of a spectrogram that stands for a whole track. */
export interface SpectrogramThumbnail {
  readonly sampleRate: number;
  readonly tile: SpectrogramTile;
}

/** The outline of a waveform: the highest and the lowest sample of every segment. */
export interface WaveformPeaks {
  readonly samplesPerPoint: number;
  readonly highest: Float32Array;
  readonly lowest: Float32Array;
}

/** A first impression of a long track, before it is read: few columns and few points, evenly spaced. */
export interface TrackPreview {
  readonly spectrogram: SpectrogramTile;
  readonly peaks: WaveformPeaks;
}

/** What the models think of one segment, probabilities in the order of the genres. */
export interface SegmentPrediction {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The mean of the models. */
  readonly probabilities: readonly number[];
  readonly models: readonly (readonly number[])[];
}

/** What the models think along a whole track. */
export interface TrackPredictions {
  readonly genres: readonly string[];
  readonly models: readonly string[];
  readonly probabilities: readonly number[];
  readonly modelProbabilities: readonly (readonly number[])[];
  readonly patches: readonly SegmentPrediction[];
}

/** How far listening is. */
export interface ListeningState {
  readonly session: number;
  readonly phase: 'listening' | 'done' | 'failed';
  readonly predictions: TrackPredictions | null;
  /** Null where the model hears no picture of frequencies. */
  readonly input: ModelInputSpec | null;
  readonly error: ErrorData | null;
}

/** What a model is given, frame by frame: its rows are mel bands. */
export interface ModelInputSpec {
  readonly sampleRate: number;
  readonly hopLength: number;
  readonly rows: number;
  readonly minHertz: number;
  readonly maxHertz: number;
  /** Heard so far. */
  readonly frames: number;
}

/** Which saliency a model's input holds for a genre. */
export interface SaliencyMap {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Mel bands, the lowest first. */
  readonly rows: number;
  readonly frames: number;
  readonly minHertz: number;
  readonly maxHertz: number;
  /** [rows, frames] positive where it speaks for the genre, negative where against. */
  readonly values: Float32Array;
}
