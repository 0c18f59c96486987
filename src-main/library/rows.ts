import { z } from 'zod';
import type { ErrorCode } from '../contract/error-codes.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import { SHOWN_STYLES } from '../contract/styles-of-track.ts';
import type { TrackDetail, TrackRow } from '../contract/track.ts';
import { trackAnalysisSchema } from '../contract/track.ts';
import { floats, json, LABELS_OF_TRACK, numbers, SECOND_GENRE, strings } from './columns.ts';
import { ANALYSIS_WINDOWS, HEARD_CHANNELS, PROVIDERS, TRACK_STATUSES } from '../contract/values.ts';

/** The code of an error as a column keeps it. */
export const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && value in ERROR_TEXTS);

/** A row of `tracks`, as the table shows it. */
export const trackRowSchema = z
  .object({
    id: z.number(),
    file_name: z.string(),
    folder: z.string(),
    path: z.string(),
    title: z.string(),
    artist: z.string(),
    album: z.string(),
    genres: strings,
    styles: strings,
    predicted: z.string().nullable(),
    second: z.string().nullable(),
    confidence: z.number().nullable(),
    duration: z.number().nullable(),
    year: z.number().nullable(),
    bpm: z.number().nullable(),
    format: z.string().nullable(),
    bit_rate: z.number().nullable(),
    added_at: z.number().nullable(),
    status: z.enum(TRACK_STATUSES),
    error_code: errorCode.nullable(),
    error_message: z.string().nullable(),
    labels: strings,
  })
  .transform((row): TrackRow => ({
    id: row.id,
    fileName: row.file_name,
    folder: row.folder,
    // A track whose file holds another recording now has a mark after its old path.
    path: row.path.split('\u0001')[0] ?? row.path,
    title: row.title,
    artist: row.artist,
    album: row.album,
    currentGenres: row.genres,
    predictedGenre: row.predicted,
    secondGenre: row.second,
    styles: row.styles.slice(0, SHOWN_STYLES),
    confidence: row.confidence,
    durationSeconds: row.duration,
    year: row.year,
    bpm: row.bpm,
    format: row.format,
    bitRate: row.bit_rate,
    addedAt: row.added_at,
    labels: row.labels,
    status: row.status,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
  }));

/** Columns of {@link trackRowSchema}. */
export const TRACK_ROW_COLUMNS = `
  id, file_name, folder, path, title, artist, album, genres, styles, predicted, ${SECOND_GENRE} AS second, confidence,
  duration, year, bpm, format, bit_rate, added_at, status, error_code, error_message, ${LABELS_OF_TRACK} AS labels`;

/** A row of `analyses`; its styles are the style store's. */
export const analysisRowSchema = z
  .object({
    model: z.string(),
    window: z.enum(ANALYSIS_WINDOWS),
    provider: z.enum(PROVIDERS),
    genres: strings,
    probabilities: numbers,
    timeline: json(trackAnalysisSchema.shape.timeline),
    analysed_seconds: z.number(),
    heard_channel: z.enum(HEARD_CHANNELS),
    analysed_at: z.string(),
    disagreement: z.number().nullable(),
    members: json(trackAnalysisSchema.shape.members),
    styles_spec: z.string().nullable(),
    style_scores: floats.nullable(),
  })
  .transform((row) => ({
    scores: { styles_spec: row.styles_spec, style_scores: row.style_scores },
    analysis: {
      model: row.model,
      window: row.window,
      provider: row.provider,
      genres: row.genres,
      probabilities: row.probabilities,
      timeline: row.timeline,
      analysedSeconds: row.analysed_seconds,
      heardChannel: row.heard_channel,
      analysedAt: row.analysed_at,
      disagreement: row.disagreement,
      members: row.members,
    } satisfies Omit<NonNullable<TrackDetail['analysis']>, 'styles'>,
  }));
