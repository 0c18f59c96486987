import type { ErrorData } from './app-error.ts';
import type { TagNote } from './tag-notes.ts';
import type { TrackId } from './track.ts';
import type { ChangeKind } from './values.ts';
import { TAG_MODES } from './values.ts';
import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { MOST_GENRES } from './settings.ts';

/** How genre tags are made from probabilities. */
export const tagOptionsSchema = z.strictObject({
  minConfidence: z.number().min(0).max(1),
  maxGenres: z.number().int().min(1).max(MOST_GENRES),
  mode: z.enum(TAG_MODES),
});

/** See {@link tagOptionsSchema}. */
export type TagOptions = Immutable<z.infer<typeof tagOptionsSchema>>;

/** What would happen to one file. */
export interface PlannedChange {
  readonly id: TrackId;
  readonly fileName: string;
  readonly folder: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly confidence: number;
  /** Whether the user's own labels decided, and not the model. */
  readonly isLabel: boolean;
  readonly kind: ChangeKind;
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
}

/** How far writing or undoing is. */
export interface TagProgress {
  readonly kind: 'apply' | 'undo';
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly etaSeconds: number | null;
}

/** How one file fared. */
export interface FileFailure {
  readonly fileName: string;
  readonly folder: string;
  readonly error: ErrorData;
}

/** How a batch ended. */
export interface TagResult {
  readonly batchId: string | null;
  readonly written: number;
  readonly cancelled: boolean;
  readonly failures: readonly FileFailure[];
  /** What is to be said of files that were written. */
  readonly notes: readonly { readonly fileName: string; readonly note: TagNote }[];
}

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
