import { z } from 'zod';
import type { ErrorData } from './app-error.ts';
import type { Immutable } from './immutable.ts';
import type { ArchitectureGroup } from './values.ts';
import { TRAINING_SPLITS } from './values.ts';

/** Names of models, which are names of folders too. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/;
/** In characters. */
export const LONGEST_MODEL_NAME = 64;

/** Genres as folders are named after them, and how many files each holds. */
export const labelledGenresSchema = z.array(z.object({ name: z.string(), tracks: z.number() }));

/** Folders named after genres, as they were found. */
export interface LabelledFolder {
  readonly folder: string;
  readonly genres: Immutable<z.infer<typeof labelledGenresSchema>>;
}

/** A kind of network that can be trained. */
export interface ArchitectureSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly group: ArchitectureGroup;
}

/** What the user decides about a training. */
export const trainingChoiceSchema = z.strictObject({
  architecture: z.string().max(64),
  split: z.enum(TRAINING_SPLITS),
  /** Of the model that it makes; also its folder's name. */
  name: z.string().max(LONGEST_MODEL_NAME).regex(MODEL_NAME),
  /** Null: as many as the architecture wants. */
  epochs: z.number().int().min(1).max(10_000).nullable(),
});
/** See {@link trainingChoiceSchema}. */
export type TrainingChoice = Immutable<z.infer<typeof trainingChoiceSchema>>;

/** One finished epoch; accuracies are shares of the validation tracks. */
export const trainingEpochSchema = z.object({
  epoch: z.number(),
  loss: z.number(),
  validLoss: z.number().nullable(),
  validAccuracy: z.number().nullable(),
});
/** See {@link trainingEpochSchema}. */
export type TrainingEpoch = Immutable<z.infer<typeof trainingEpochSchema>>;

/** How good the finished model is on tracks that were used for nothing. */
export const trainingOutcomeSchema = z.object({
  tracks: z.number(),
  accuracy: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  macroF1: z.number(),
});
/** See {@link trainingOutcomeSchema}. */
type TrainingOutcome = Immutable<z.infer<typeof trainingOutcomeSchema>>;

/** Tracks, [true genre][recognised genre]. */
export const confusionSchema = z.array(z.array(z.number()));

/** Where the one training of the app is. */
export interface TrainingState {
  /** `interrupted`: it was stopped, or the app ended; it can go on. */
  readonly phase: 'idle' | 'reading' | 'training' | 'stopping' | 'interrupted' | 'done' | 'failed';
  readonly folder: string;
  readonly choice: TrainingChoice | null;
  readonly genres: readonly string[];
  /** Genres of which no track could be used. */
  readonly leftOutGenres: readonly string[];
  /** Tracks read so far; some may have been left out. */
  readonly read: { readonly done: number; readonly total: number; readonly leftOut: number };
  readonly epochs: number;
  readonly history: readonly TrainingEpoch[];
  readonly etaSeconds: number | null;
  /** Validation tracks, [true genre][recognised genre], after the last epoch; of the test subset at the end. */
  readonly confusion: readonly (readonly number[])[];
  readonly outcome: TrainingOutcome | null;
  readonly error: ErrorData | null;
}

/** Fewer test tracks than this are too few to tell how good a model is. */
export const ENOUGH_TEST_TRACKS = 30;

/** Nothing was asked for yet. */
export const NO_TRAINING: TrainingState = {
  phase: 'idle',
  folder: '',
  choice: null,
  genres: [],
  leftOutGenres: [],
  read: { done: 0, total: 0, leftOut: 0 },
  epochs: 0,
  history: [],
  etaSeconds: null,
  confusion: [],
  outcome: null,
  error: null,
};
