import { z } from 'zod';
import { errorDataSchema } from './app-error.ts';
import type { Immutable } from './immutable.ts';
import { MOST_GENRES } from './settings.ts';
import type { TrackId } from './track.ts';
import type { BatchFileState, ChangeKind, FurtherField } from './values.ts';
import { FURTHER_FIELDS, GENRE_DEPTHS, TAG_MODES, TAG_NOTES, TAG_UNITS, WRITING_CHANGE_KINDS } from './values.ts';

/** Whether a change writes its file. */
export function isWriting(kind: ChangeKind): boolean {
  return WRITING_CHANGE_KINDS.some((writing) => writing === kind);
}

/**
 * A further genre is written if it is at least this share as likely as the first; a style has a threshold of its own.
 * Probabilities add up to 1: beside a first genre of 60 %, half its share would leave room for a second one in almost
 * no track.
 */
export const FURTHER_GENRE_SHARE = 0.25;

/** How genre tags are made from probabilities and styles' scores. */
export const tagOptionsSchema = z.strictObject({
  /** Of the likeliest genre; further ones have measures of their own. */
  minConfidence: z.number().min(0).max(1),
  maxGenres: z.number().int().min(1).max(MOST_GENRES),
  genreDepth: z.enum(GENRE_DEPTHS),
  mode: z.enum(TAG_MODES),
  by: z.enum(TAG_UNITS),
});

/** See {@link tagOptionsSchema}. */
export type TagOptions = Immutable<z.infer<typeof tagOptionsSchema>>;

/** What shall become of a further field in every tag of a file; see `changedTexts`. */
export const fieldWriteSchema = z.object({
  field: z.enum(FURTHER_FIELDS),
  /** Empty: a comment loses our own part. */
  text: z.string(),
  /** Whether a value of the user's goes. */
  replaces: z.boolean(),
});

/** See {@link fieldWriteSchema}. */
export type FieldWrite = Immutable<z.infer<typeof fieldWriteSchema>>;

/** A further field of a planned change, as it is shown. */
export interface PlannedField {
  readonly field: FurtherField;
  /** Empty where the file has none. */
  readonly before: string;
  readonly after: string;
}

/** A file and the genres that it shall have. */
export const tagChangeSchema = z.object({
  path: z.string(),
  genres: z.array(z.string()),
  /** Whether the file keeps the genres that it has, and only further fields change. */
  keepsGenres: z.optional(z.boolean()),
  fields: z.optional(z.array(fieldWriteSchema)),
  /** Whose prediction it is; empty for the user's own labels. */
  model: z.string(),
});

/** See {@link tagChangeSchema}. */
export type TagChange = Immutable<z.infer<typeof tagChangeSchema>>;

/** What would happen to one file. */
export interface PlannedChange {
  readonly id: TrackId;
  readonly fileName: string;
  readonly folder: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly confidence: number;
  /** The likeliest genre of the track's own prediction, where the album's is another one and decided; else null. */
  readonly ownGenre: string | null;
  /** Whether the user's own labels decided, and not the model. */
  readonly isLabel: boolean;
  readonly kind: ChangeKind;
  /** Further fields that change; none where the file is not written. */
  readonly fields: readonly PlannedField[];
}

/** A plan, kept in the main process until it is applied or replaced. */
export interface TagPlan {
  readonly planId: string;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Rows that would be written come first. */
  readonly writes: number;
  /** How many of those the user has left out so far. */
  readonly leftOut: number;
  readonly total: number;
  /** Tracks whose own prediction differs from their album's. */
  readonly differing: number;
}

/** How far writing or undoing is. */
export interface TagProgress {
  readonly kind: 'apply' | 'undo';
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly etaSeconds: number | null;
}

/** Why a file was not written. */
export const fileFailureSchema = z.object({ fileName: z.string(), folder: z.string(), error: errorDataSchema });
/** See {@link fileFailureSchema}. */
export type FileFailure = Immutable<z.infer<typeof fileFailureSchema>>;

/** How a batch ended. */
export const tagResultSchema = z.object({
  batchId: z.string().nullable(),
  written: z.number(),
  cancelled: z.boolean(),
  failures: z.array(fileFailureSchema),
  /** What is to be said of files that were written. */
  notes: z.array(z.object({ fileName: z.string(), note: z.enum(TAG_NOTES) })),
});
/** See {@link tagResultSchema}. */
export type TagResult = Immutable<z.infer<typeof tagResultSchema>>;

/** What a crash had left of writing. */
export const recoverySchema = z.object({
  /** Files whose write had happened. */
  finished: z.number(),
  /** Files whose write had not happened; they are as they were. */
  rolledBack: z.number(),
  /** Files that cannot be finished now, since their disk is away or faulty, or the journal's is full: the next start tries again. */
  unrepaired: z.number(),
  /** Batches that cannot be read: a newer version wrote them, or the disk is faulty. They are left alone. */
  unread: z.array(z.string()),
});
/** See {@link recoverySchema}. */
export type Recovery = Immutable<z.infer<typeof recoverySchema>>;

/** Files of a plan that have several names (hard links). */
export interface HardLinkedFiles {
  readonly count: number;
  /** Some of their names. */
  readonly examples: readonly string[];
}

/** One entry of the history. */
export interface TagBatch {
  readonly batchId: string;
  readonly createdAt: string;
  readonly files: number;
  readonly undone: number;
  /** Files that an undo left alone, since somebody changed or moved them. */
  readonly refused: number;
  /** Files that still have what a model said. */
  readonly byModel: readonly { readonly name: string; readonly files: number }[];
  /** What was written, the most frequent first. */
  readonly genres: readonly { readonly name: string; readonly files: number }[];
  readonly folder: string;
}

/** A file of a batch. */
export interface BatchFile {
  /** Its number in the batch. */
  readonly file: number;
  readonly fileName: string;
  readonly folder: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Further fields that were written. */
  readonly fields: readonly FurtherField[];
  readonly state: BatchFileState;
  /** The track that it is; null where it is not in the library any more. */
  readonly track: TrackId | null;
}

/** Which files of a batch a search finds, by their numbers. */
export interface FoundBatchFiles {
  readonly files: Int32Array;
  /** Those of them that still are as they were written. */
  readonly restorable: Int32Array;
}
