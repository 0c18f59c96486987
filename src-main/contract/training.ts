import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { TRAINING_SPLITS } from './values.ts';
import type { ErrorData } from './app-error.ts';

/** Folders named after genres, as they were found. */
export interface LabelledFolder {
  readonly folder: string;
  readonly genres: readonly { readonly name: string; readonly tracks: number }[];
}

/** A kind of network that can be trained. */
export interface ArchitectureSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** Names of models, which are names of folders too. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** What the user decides about a training. */
export const trainingChoiceSchema = z.strictObject({
  architecture: z.string().max(64),
  split: z.enum(TRAINING_SPLITS),
  /** Of the model that it makes; also its folder's name. */
  name: z.string().regex(MODEL_NAME),
  /** Null: as many as the architecture wants. */
  epochs: z.int().min(1).max(10_000).nullable(),
});

/** See {@link trainingChoiceSchema}. */
export type TrainingChoice = Immutable<z.infer<typeof trainingChoiceSchema>>;

/** One finished epoch; accuracies are shares of the validation tracks. */
export interface TrainingEpoch {
  readonly epoch: number;
  readonly loss: number;
  readonly validLoss: number | null;
  readonly validAccuracy: number | null;
}

/** How good the finished model is on tracks that were used for nothing. */
export interface TrainingOutcome {
  readonly tracks: number;
  readonly accuracy: number;
  readonly interval95: readonly [number, number];
  readonly macroF1: number;
}

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
  /** Validation tracks, [true genre][recognised genre], after the last epoch; of the test part at the end. */
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
