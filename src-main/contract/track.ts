import { z } from 'zod';
import type { ErrorData } from './app-error.ts';
import { errorDataSchema } from './app-error.ts';
import type { Immutable } from './immutable.ts';
import type { TrackStyle } from './styles-of-track.ts';
import { float32Array } from './typed-arrays.ts';
import type { AnalysisWindow, ProviderName, TrackStatus } from './values.ts';
import { FURTHER_FIELDS, HEARD_CHANNELS } from './values.ts';

/** Opaque: stands for a file in every message; paths do not cross into the page as handles. */
export type TrackId = number;

/** A row of the table. */
export interface TrackRow {
  readonly id: TrackId;
  /** For display only. */
  readonly fileName: string;
  readonly folder: string;
  /** For display only. */
  readonly path: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly currentGenres: readonly string[];
  /** The user's own. */
  readonly labels: readonly string[];
  readonly predictedGenre: string | null;
  /** The second likeliest genre. */
  readonly secondGenre: string | null;
  /** Styles that the track has, at most three, those of the predicted genre first. */
  readonly styles: readonly string[];
  readonly confidence: number | null;
  readonly durationSeconds: number | null;
  readonly year: number | null;
  /** Beats a minute, as a tag tells. */
  readonly bpm: number | null;
  /** Such as `FLAC`. */
  readonly format: string | null;
  /** Bits a second. */
  readonly bitRate: number | null;
  /** When the library first had the file, in milliseconds since 1970; null where that was before it kept note. */
  readonly addedAt: number | null;
  readonly status: TrackStatus;
  readonly error: ErrorData | null;
}

/** What is read of files now; to be raised where more is read, so that libraries read all tags again. */
export const TAGS_VERSION = 2;

/** Texts of a tag's further fields; fields that it does not have are left out. */
export const fieldTextsSchema = z.partialRecord(z.enum(FURTHER_FIELDS), z.array(z.string()));
/** See {@link fieldTextsSchema}. */
export type FieldTexts = Immutable<z.infer<typeof fieldTextsSchema>>;

/** What a file says about itself. */
export const trackMetadataSchema = z.object({
  title: z.string(),
  artist: z.string(),
  album: z.string(),
  genres: z.array(z.string()),
  durationSeconds: z.number().nullable(),
  /** These four are left out where the file does not tell. */
  year: z.optional(z.int()),
  /** Beats a minute. */
  bpm: z.optional(z.number()),
  /** The codec or the container as people call it. */
  format: z.optional(z.string()),
  /** Bits a second. */
  bitRate: z.optional(z.number()),
  /** Of each tag that has room for further fields; left out where the file has no such tag. */
  fields: z.optional(z.array(fieldTextsSchema)),
});
/** See {@link trackMetadataSchema}. */
export type TrackMetadata = Immutable<z.infer<typeof trackMetadataSchema>>;

/** What an analysis finds, probabilities in the order of the model's genres. */
export const trackAnalysisSchema = z.object({
  genre: z.string(),
  confidence: z.number(),
  analysedSeconds: z.number(),
  /** `side` where any part of what was analysed had to be analysed by it. */
  heardChannel: z.enum(HEARD_CHANNELS),
  probabilities: z.array(z.number()),
  /** Of every style and descriptor that the model scores, 0 to 1, in the order of its `styles`; empty where it has none. */
  styleScores: float32Array,
  /**
   * What each model's last layer is given, mean over the patches, one model after the other. Empty where no model
   * tells.
   */
  embedding: float32Array,
  /** Each model's share of it. */
  embeddingSizes: z.array(z.number()),
  /** What the track sounds like on average. */
  meanSpectrum: float32Array,
  /** How far the models are apart, 0 to 1; null where there is one alone. */
  disagreement: z.number().nullable(),
  /** What each model thinks; empty where there is one alone. */
  members: z.array(z.object({ model: z.string(), genre: z.string(), confidence: z.number() })),
  /** Probabilities of one segment after the other. */
  timeline: z.array(z.object({ startSeconds: z.number(), endSeconds: z.number(), probabilities: z.array(z.number()) })),
});
/** See {@link trackAnalysisSchema}. */
export type TrackAnalysis = Immutable<z.infer<typeof trackAnalysisSchema>>;

/** Probabilities of one segment of a track, in the order of `TrackDetail.genres`. */
export type TimelinePatch = TrackAnalysis['timeline'][number];
/** What one model of several thinks of a track. */
export type MemberPrediction = TrackAnalysis['members'][number];

/** Everything known of one track. */
export interface TrackDetail extends TrackRow {
  readonly analysis:
    | (Pick<
        TrackAnalysis,
        'probabilities' | 'timeline' | 'analysedSeconds' | 'heardChannel' | 'disagreement' | 'members'
      > & {
        readonly genres: readonly string[];
        /** All that the model scores; empty where it scores none. */
        readonly styles: readonly TrackStyle[];
        readonly model: string;
        readonly provider: ProviderName;
        readonly window: AnalysisWindow;
        readonly analysedAt: string;
      })
    | null;
}

/** Stands for a file. */
export const trackIdSchema = z.number().int().positive();
/** Most tracks whose files are dragged to another program at once. */
export const MOST_DRAGGED = 1_000;
/** Most numbers in one request. */
const MOST_NUMBERS = 5_000_000;
const numberList = () =>
  z
    .custom<Int32Array>((value) => value instanceof Int32Array && value.length <= MOST_NUMBERS)
    .meta({ typedArray: 'Int32Array', maxItems: MOST_NUMBERS });
/** Ids of tracks, as many as a library can hold. */
export const trackIdsSchema = numberList();
/** Numbers of files in a batch, as many as a library can hold tracks. */
export const fileNumbersSchema = numberList();

/** Which tracks an operation is for. */
export const trackSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ids'), ids: trackIdsSchema }),
  z.strictObject({ kind: z.literal('all') }),
]);

/** See {@link trackSelectionSchema}. */
export type TrackSelection = Immutable<z.infer<typeof trackSelectionSchema>>;

/** What a file says about itself, or why it cannot be read. */
export const fileTagsSchema = z.object({
  path: z.string(),
  outcome: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), metadata: trackMetadataSchema }),
    z.object({ ok: z.literal(false), error: errorDataSchema }),
  ]),
  /** By which the file's sound is known again; left out where nobody asked, or nothing tells. */
  audioDigest: z.optional(z.string()),
});

/** See {@link fileTagsSchema}. */
export type FileTags = Immutable<z.infer<typeof fileTagsSchema>>;

/** How the analysis of one file ended. */
export const analyzedFileSchema = z.object({
  path: z.string(),
  /** Null where the file could not even be opened, or had been read before. */
  metadata: z.nullable(trackMetadataSchema),
  outcome: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), analysis: trackAnalysisSchema }),
    z.object({ ok: z.literal(false), error: errorDataSchema }),
  ]),
  /** Of the sound that was analysed; left out where nobody asked, nothing tells, or the file changed meanwhile. */
  audioDigest: z.optional(z.string()),
});

/** See {@link analyzedFileSchema}. */
export type AnalyzedFile = Immutable<z.infer<typeof analyzedFileSchema>>;
