import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { RETRAIN_MODES } from './values.ts';
import type { RetrainWarningKind } from './values.ts';
import type { ErrorData } from './app-error.ts';
import type { TrackId } from './track.ts';

/** What speaks against training on labels as they are. */
export interface RetrainWarning {
  readonly kind: RetrainWarningKind;
  readonly genre: string;
  readonly tracks: number;
}

/** A track whose label the model doubts, or whose genre another model would change. */
export interface PredictionChange {
  readonly id: TrackId;
  readonly before: string;
  readonly after: string;
  /** Of `after`, or how much likelier it is than the label. */
  readonly share: number;
}

/** A model that learned from the user's labels, beside the one before. */
export interface RetrainResult {
  readonly name: string;
  readonly genres: readonly string[];
  readonly tracks: number;
  /** Labelled tracks that it did not learn from: genres too rare, files that are gone or cannot be read. */
  readonly leftOut: number;
  readonly seconds: number;
  /** What it is compared with. */
  readonly against: string;
  readonly comparison: {
    readonly tracks: number;
    readonly oldCorrect: number;
    readonly newCorrect: number;
    readonly gain: number;
    readonly interval95: readonly [number, number];
    readonly isBetter: boolean;
  };
  /** Held-out tracks, [label][recognised]. */
  readonly confusion: readonly (readonly number[])[];
  /** The tracks behind it: indexes of genres. */
  readonly heldOut: readonly { readonly id: TrackId; readonly label: number; readonly predicted: number }[];
  /** From this confidence on so many of the held-out tracks were right; above 1: from none. */
  readonly automatic: { readonly confidence: number; readonly accuracy: number; readonly tracks: number };
  readonly warnings: readonly RetrainWarning[];
  readonly doubtful: readonly PredictionChange[];
  /** What it would change in the open folder. */
  readonly library: {
    readonly folder: string;
    readonly tracks: number;
    readonly changed: number;
    readonly automatic: number;
    readonly mostChanged: readonly PredictionChange[];
  };
}

/** What the user decides about retraining. */
export const retrainChoiceSchema = z.strictObject({
  mode: z.enum(RETRAIN_MODES),
  /** Shipped genres stay predictions where nobody labelled them. */
  keepsShipped: z.boolean(),
});

/** See {@link retrainChoiceSchema}. */
export type RetrainChoice = Immutable<z.infer<typeof retrainChoiceSchema>>;

/** Where learning from labels is. */
export interface RetrainState {
  /** `interrupted`: a full training was stopped, or the app ended; it can go on. */
  readonly phase: 'idle' | 'hearing' | 'learning' | 'training' | 'comparing' | 'compared' | 'interrupted' | 'failed';
  readonly analysed: { readonly done: number; readonly total: number };
  /** Of a full training: finished epochs, and the share of held-out tracks that was right after the last one. */
  readonly course: {
    readonly epoch: number;
    readonly epochs: number;
    readonly etaSeconds: number | null;
    readonly accuracy: number | null;
  };
  readonly result: RetrainResult | null;
  readonly error: ErrorData | null;
}

/** A model of the user's that can be made current. */
export interface ModelVersion {
  readonly name: string;
  readonly date: string;
  readonly tracks: number;
  readonly genres: number;
  readonly accuracy: number;
  readonly isCurrent: boolean;
}

/** Nothing was asked for yet. */
export const NO_RETRAIN: RetrainState = {
  phase: 'idle',
  analysed: { done: 0, total: 0 },
  course: { epoch: 0, epochs: 0, etaSeconds: null, accuracy: null },
  result: null,
  error: null,
};

/** Fewer labels than this are too few to begin from nothing. */
export const ENOUGH_FOR_SCRATCH = 1_000;
/** Tracks that a genre needs before it is learned. */
export const FEWEST_LABELS = 5;
