import { z } from 'zod';
import type { ErrorData } from './app-error.ts';
import type { Immutable } from './immutable.ts';
import type { TrackId } from './track.ts';
import { RETRAIN_MODES, RETRAIN_WARNINGS } from './values.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** What the user decides about retraining. */
export const retrainChoiceSchema = z.strictObject({
  mode: z.enum(RETRAIN_MODES),
  /** Shipped genres stay where nobody labelled them. */
  keepsShipped: z.boolean(),
});
/** See {@link retrainChoiceSchema}. */
export type RetrainChoice = Immutable<z.infer<typeof retrainChoiceSchema>>;

/** How much better one model is than another on the same held-out tracks. */
export const comparisonSchema = z.strictObject({
  tracks: count,
  oldCorrect: count,
  newCorrect: count,
  /** New accuracy less old, and its 95% interval. */
  gain: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  /** Better beyond chance. */
  isBetter: z.boolean(),
});

/** See {@link comparisonSchema}. */
export type Comparison = Immutable<z.infer<typeof comparisonSchema>>;

/** From this confidence on so many of the held-out tracks were right; above 1: from none. */
export const automaticFiguresSchema = z.strictObject({ confidence: z.number(), accuracy: share, tracks: count });

/** A model that learned from the user's labels, beside the one before, as the process that learned it tells. */
export const retrainedModelSchema = z.object({
  name: z.string(),
  genres: z.array(z.string()),
  tracks: count,
  /** Labelled tracks that it did not learn from: genres too rare, files that are gone or cannot be read. */
  leftOut: count,
  seconds: z.number(),
  /** What it is compared with. */
  against: z.string(),
  comparison: comparisonSchema,
  /** Held-out tracks, [label][recognised]. */
  confusion: z.array(z.array(z.number())),
  automatic: automaticFiguresSchema,
  /** What speaks against training on labels as they are. */
  warnings: z.array(z.object({ kind: z.enum(RETRAIN_WARNINGS), genre: z.string(), tracks: count })),
  /** The tracks behind the confusion: indexes of genres. */
  heldOut: z.array(z.object({ path: z.string(), label: z.number(), predicted: z.number() })),
  /** Tracks whose label it doubts; `share`: how much likelier `after` is than the label. */
  doubtful: z.array(z.object({ path: z.string(), before: z.string(), after: z.string(), share: z.number() })),
});
/** See {@link retrainedModelSchema}. */
export type RetrainedModel = Immutable<z.infer<typeof retrainedModelSchema>>;

/** What speaks against training on labels as they are. */
export type RetrainWarning = RetrainedModel['warnings'][number];

/** The page knows tracks by their ids. */
type ById<Said extends { readonly path: string }> = Omit<Said, 'path'> & { readonly id: TrackId };

/** A track whose label the model doubts, or whose genre another model would change, `share` being that of `after`. */
export type PredictionChange = ById<RetrainedModel['doubtful'][number]>;

/** A model that learned from the user's labels, beside the one before, and what it would change. */
export interface RetrainResult extends Omit<RetrainedModel, 'heldOut' | 'doubtful'> {
  readonly heldOut: readonly ById<RetrainedModel['heldOut'][number]>[];
  readonly doubtful: readonly PredictionChange[];
  /** What it would change in the open folder: of its analysed tracks, and of those of them without a label. */
  readonly library: {
    readonly folder: string;
    readonly tracks: number;
    readonly changed: number;
    readonly unlabelled: number;
    /** Unlabelled tracks that reach the threshold: of those that it learned from, it is too sure. */
    readonly automatic: number;
    /** Unlabelled tracks first. */
    readonly mostChanged: readonly PredictionChange[];
  };
}

/** An installed model that can predict from the features that an analysis has kept. */
export const cataloguedModelSchema = z.object({
  name: z.string(),
  /** Of analyses by it. */
  specHash: z.string(),
  /** Equal where the features are. */
  featuresKey: z.string(),
  isRetrained: z.boolean(),
  /** Whether versions can stand on it: not on several networks with a head each. */
  isBase: z.boolean(),
  /** Labels of the user's that are younger it does not know; null for a model that knows none. */
  learnedAt: z.string().nullable(),
});
/** See {@link cataloguedModelSchema}. */
export type CataloguedModel = Immutable<z.infer<typeof cataloguedModelSchema>>;

/** Of a full training: finished epochs, and the share of held-out tracks that was right after the last one. */
export const retrainCourseSchema = z.object({
  epoch: z.number(),
  epochs: z.number(),
  etaSeconds: z.number().nullable(),
  accuracy: z.number().nullable(),
});

/** How many of the labelled tracks that have to be heard first were. */
export const analysedSchema = z.object({ done: z.number(), total: z.number() });

/** Where a retraining is. */
export interface RetrainState {
  /** `interrupted`: a full training was stopped, or the app ended; it can go on. */
  readonly phase:
    'idle' | 'analysing' | 'retraining' | 'training' | 'comparing' | 'compared' | 'interrupted' | 'failed';
  readonly analysed: Immutable<z.infer<typeof analysedSchema>>;
  readonly course: Immutable<z.infer<typeof retrainCourseSchema>>;
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
