import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import type { ErrorData } from './app-error.ts';
import type { AnalysisWindow, HeardChannel, ProviderName, TrackStatus } from './values.ts';

/** Opaque: stands for a file in every message; paths do not cross into the page as handles. */
export type TrackId = number;

/** A row of the table. */
export interface TrackRow {
  readonly id: TrackId;
  /** For display only. */
  readonly fileName: string;
  readonly folder: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly currentGenres: readonly string[];
  /** The user's own. */
  readonly labels: readonly string[];
  readonly predictedGenre: string | null;
  readonly confidence: number | null;
  readonly durationSeconds: number | null;
  readonly status: TrackStatus;
  readonly error: ErrorData | null;
}

/** Probabilities of one segment of a track, in the order of `TrackDetail.genres`. */
export interface TimelinePatch {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly probabilities: readonly number[];
}

/** What one model of several thinks of a track. */
export interface MemberPrediction {
  readonly model: string;
  readonly genre: string;
  readonly confidence: number;
}

/** Everything known of one track. */
export interface TrackDetail extends TrackRow {
  readonly path: string;
  readonly analysis: {
    readonly genres: readonly string[];
    readonly probabilities: readonly number[];
    readonly timeline: readonly TimelinePatch[];
    readonly model: string;
    readonly provider: ProviderName;
    readonly window: AnalysisWindow;
    readonly analysedSeconds: number;
    readonly heardChannel: HeardChannel;
    readonly analysedAt: string;
    /** How far the models are apart, 0 to 1; null where there is one alone. */
    readonly disagreement: number | null;
    readonly members: readonly MemberPrediction[];
  } | null;
}

/** Stands for a file. */
export const trackIdSchema = z.number().int().positive();
/** Ids of tracks, as many as a library can hold. */
export const trackIdsSchema = z.custom<Int32Array>((value) => value instanceof Int32Array && value.length <= 5_000_000);

/** Which tracks an operation is for. */
export const trackSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ids'), ids: trackIdsSchema }),
  z.strictObject({ kind: z.literal('all') }),
]);

/** See {@link trackSelectionSchema}. */
export type TrackSelection = Immutable<z.infer<typeof trackSelectionSchema>>;
