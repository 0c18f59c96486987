import { z } from 'zod';
import { errorDataSchema } from './app-error.ts';
import type { Immutable } from './immutable.ts';
import { styleInfoSchema } from './styles.ts';
import { float32Array, int16Array } from './typed-arrays.ts';
import { FFT_SIZES, MEL_SCALES, OVERLAPS, SALIENCY_METHODS, SPECTRUM_CHANNELS, SPECTRUM_WINDOWS } from './values.ts';

const count = z.number().int().min(1);
/** Of a genre or a style, characters. */
const LONGEST_NAME = 200;

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

/** What the inspector shows at first. */
export const DEFAULT_SPECTRUM: SpectrumSettings = { fftSize: 2048, window: 'hann', overlap: 0.75, channel: 'mix' };

/** How much of an overview the page has. */
export const knownColumnsSchema = z.strictObject({ framesPerColumn: count, columns: z.number().int().min(0) });

/** Saliency for a genre or a style of the model around a moment. */
export const saliencyRequestSchema = z.strictObject({
  name: z.string().min(1).max(LONGEST_NAME),
  seconds: z.number().min(0),
  method: z.enum(SALIENCY_METHODS),
});

/** A segment whose level is measured. */
export const levelRequestSchema = z.strictObject({
  startSeconds: z.number().min(0),
  durationSeconds: z.number().positive().max(3600),
});

/** A span of a waveform in points of so many samples. A screen has fewer points, and the app asks for little more. */
export const waveformSpanSchema = z.strictObject({
  samplesPerPoint: count.max(2 ** 16),
  firstPoint: z.int().min(0),
  points: count.max(2 ** 16),
});
/** See {@link waveformSpanSchema}. */
export type WaveformSpan = Immutable<z.infer<typeof waveformSpanSchema>>;

/** How fine an outline may be asked for. */
export const maxPointsSchema = z
  .int()
  .min(1)
  .max(2 ** 20);

/** How far the spectrum scan of an inspected track is. */
export const spectrumScanStateSchema = z.object({
  /** Counts up with every track that is opened: what belongs to an older one is void. */
  session: z.number(),
  phase: z.enum(['scanning', 'done', 'failed']),
  sampleRate: z.number(),
  channels: z.number(),
  /** As a tag has it; null where none does. */
  beatsPerMinute: z.number().nullable(),
  /** Whether there is a first impression of the whole track. */
  hasPreview: z.boolean(),
  /** Read so far. */
  seconds: z.number(),
  /** What the file says until it is read to the end. */
  durationSeconds: z.number().nullable(),
  /** Why the scan ended early; what was read before can be shown. */
  error: z.nullable(errorDataSchema),
});
/** See {@link spectrumScanStateSchema}. */
export type SpectrumScanState = Immutable<z.infer<typeof spectrumScanStateSchema>>;

/** A tile of a spectrogram as it crosses to the page. */
export const spectrogramTileSchema = z.object({
  /** Frames a column; powers of them are averaged. */
  framesPerColumn: z.number(),
  /** Samples from frame to frame. */
  hopLength: z.number(),
  firstColumn: z.number(),
  columns: z.number(),
  bins: z.number(),
  /** [columns, bins] hundredths of dBFS: a full-scale sine is 0. */
  levels: int16Array,
});
/** See {@link spectrogramTileSchema}. */
export type SpectrogramTile = Immutable<z.infer<typeof spectrogramTileSchema>>;

/** A piece of a spectrogram that stands for a whole track. */
export const spectrogramThumbnailSchema = z.object({ sampleRate: z.number(), tile: spectrogramTileSchema });
/** See {@link spectrogramThumbnailSchema}. */
export type SpectrogramThumbnail = Immutable<z.infer<typeof spectrogramThumbnailSchema>>;

/** The outline of a waveform: the highest and the lowest sample of every segment. */
export const waveformPeaksSchema = z.object({
  samplesPerPoint: z.number(),
  highest: float32Array,
  lowest: float32Array,
});
/** See {@link waveformPeaksSchema}. */
export type WaveformPeaks = Immutable<z.infer<typeof waveformPeaksSchema>>;

/** A first impression of a long track, before it is read: few columns and few points, evenly spaced. */
export const trackPreviewSchema = z.object({ spectrogram: spectrogramTileSchema, peaks: waveformPeaksSchema });
/** See {@link trackPreviewSchema}. */
export type TrackPreview = Immutable<z.infer<typeof trackPreviewSchema>>;

const probabilities = z.array(z.number());

/** What the models think of one segment, probabilities in the order of the genres. */
const segmentPredictionSchema = z.object({
  startSeconds: z.number(),
  endSeconds: z.number(),
  /** The mean of the models. */
  probabilities,
  models: z.array(probabilities),
  /** [styles], the mean of the models that score them. */
  styleScores: float32Array,
});
/** See {@link segmentPredictionSchema}. */
export type SegmentPrediction = Immutable<z.infer<typeof segmentPredictionSchema>>;

/** What the models think along a whole track. */
const trackPredictionsSchema = z.object({
  genres: z.array(z.string()),
  models: z.array(z.string()),
  probabilities,
  modelProbabilities: z.array(probabilities),
  styles: z.array(styleInfoSchema),
  /** [styles] */
  styleScores: float32Array,
  patches: z.array(segmentPredictionSchema),
});
/** See {@link trackPredictionsSchema}. */
export type TrackPredictions = Immutable<z.infer<typeof trackPredictionsSchema>>;

/** What a model is given, frame by frame: its rows are mel bands. */
const modelInputSpecSchema = z.object({
  sampleRate: z.number(),
  hopLength: z.number(),
  rows: z.number(),
  melScale: z.enum(MEL_SCALES),
  minHertz: z.number(),
  maxHertz: z.number(),
  /** Heard so far. */
  frames: z.number(),
});
/** See {@link modelInputSpecSchema}. */
export type ModelInputSpec = Immutable<z.infer<typeof modelInputSpecSchema>>;

/** How far listening is. */
export const listeningStateSchema = z.object({
  session: z.number(),
  phase: z.enum(['listening', 'done', 'failed']),
  predictions: z.nullable(trackPredictionsSchema),
  /** Null where the model's input is no mel spectrogram. */
  input: z.nullable(modelInputSpecSchema),
  error: z.nullable(errorDataSchema),
});
/** See {@link listeningStateSchema}. */
export type ListeningState = Immutable<z.infer<typeof listeningStateSchema>>;

/** Which saliency a model's input holds for a genre. */
export const saliencyMapSchema = z.object({
  startSeconds: z.number(),
  endSeconds: z.number(),
  /** Mel bands, the lowest first. */
  rows: z.number(),
  frames: z.number(),
  melScale: z.enum(MEL_SCALES),
  minHertz: z.number(),
  maxHertz: z.number(),
  /** [rows, frames] positive where it speaks for the genre, negative where against. */
  values: float32Array,
});
/** See {@link saliencyMapSchema}. */
export type SaliencyMap = Immutable<z.infer<typeof saliencyMapSchema>>;
