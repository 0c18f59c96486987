import { z } from 'zod';
import { automaticFiguresSchema, comparisonSchema } from '../../contract/retrain.ts';
import { LONGEST_GENRE_TEXT } from '../../contract/labels.ts';
import { styleInfoSchema } from '../../contract/styles.ts';
import { MODEL_NAME } from '../../contract/training.ts';
import { featureSpecSchema } from '../features/feature-spec.ts';
import { RETRAIN_MODES } from '../../contract/values.ts';

/** Bounds of what is shown of a model. */
export const [LONGEST_TITLE, LONGEST_DESCRIPTION] = [200, 10_000];
/** Most numbers of a row of features: what is kept of every track. */
export const MOST_FEATURES = 65_536;

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** Figures of one part of the data; the confusion matrix counts [true genre][predicted genre]. */
export const evaluationSchema = z.strictObject({
  split: z.string(),
  tracks: z.number().int().nonnegative(),
  correct: z.number().int().nonnegative(),
  accuracy: share,
  macroF1: share,
  /** Mean share of right tracks over labels; one that allows several genres is a label of its own. */
  macroRecall: share.optional(),
  /**
   * Expected calibration error over ten equal bins, after temperature scaling; genres that the labels do not tell apart
   * count as one.
   */
  calibrationError: share,
  /** What it would be for a perfectly calibrated model on so few tracks. */
  calibrationNoise: share.optional(),
  confusion: z.array(z.array(count)),
  /** 95% bootstrap interval of the accuracy. */
  interval95: z.tuple([share, share]).optional(),
  /** Share of tracks whose genre is among the two likeliest. */
  top2: share.optional(),
  /** Share of single patches that are right. */
  segmentAccuracy: share.optional(),
  perGenre: z.array(z.strictObject({ tracks: count, precision: share, recall: share })).optional(),
  reliability: z.array(z.strictObject({ tracks: count, confidence: share, accuracy: share })).optional(),
  /** Accuracy of the most confident share of the tracks. */
  coverage: z.array(z.strictObject({ coverage: share, accuracy: share })).optional(),
});

/** Of a model that learned from its user's labels: from which, on which networks, and whether it was better. */
const retrainFactsSchema = z.strictObject({
  mode: z.enum(RETRAIN_MODES),
  /** Labels that are younger it does not know. */
  learnedAt: z.string(),
  /** The networks whose features it uses. */
  bases: z
    .array(z.strictObject({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(8),
  /** SHA-256 of the labels, in hex. */
  labelsHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** On held-out labels, beside the model of that time. */
  against: z.string(),
  comparison: comparisonSchema,
  automatic: automaticFiguresSchema,
  /** How sure it was of each held-out track, and whether it was right: what newer labels are added to. */
  proofs: z
    .strictObject({ confidence: z.array(share).max(20_000), isRight: z.array(z.boolean()).max(20_000) })
    .default({ confidence: [], isRight: [] }),
});

/** See {@link retrainFactsSchema}. */
export type RetrainFacts = z.infer<typeof retrainFactsSchema>;

/** card.json beside every model.onnx: what it is, what it hears, what it was trained on, how good it is. */
export const modelCardSchema = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string().regex(MODEL_NAME),
  title: z.string().max(LONGEST_TITLE),
  description: z.string().max(LONGEST_DESCRIPTION),
  genres: z.array(z.string().min(1).max(LONGEST_GENRE_TEXT)).min(2).max(1000),
  /** Styles and descriptors that it scores beside its genres, in the order of its scores. */
  styles: z.array(styleInfoSchema).max(1000).optional(),
  featureSpec: featureSpecSchema,
  featureSpecHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Logits are divided by this before the softmax (Guo et al. 2017). */
  temperature: z.number().positive(),
  network: z.strictObject({
    file: z.literal('model.onnx'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    architecture: z.string(),
    parameters: z.number().int().positive(),
    input: z.string(),
    output: z.string(),
  }),
  /**
   * Where there is one, genres and styles are what it makes of the network's features, and the network's own logits are
   * another's: `features` [batch, features] → `logits` [batch, genres] and `styles` [batch, styles], logits both. Those
   * of a track are made of the mean of its patches' features.
   */
  head: z
    .strictObject({
      file: z.literal('head.onnx'),
      /** Numbers of one row of features. */
      features: z.number().int().positive().max(MOST_FEATURES),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      parameters: z.number().int().positive(),
      input: z.string(),
      output: z.string(),
    })
    .optional(),
  training: z.strictObject({
    seed: z.number().int(),
    date: z.string(),
    epochs: z.number().int(),
    command: z.string(),
    selection: z.string(),
    data: z.array(
      z.strictObject({ name: z.string(), origin: z.string(), tracks: z.record(z.string(), z.number().int()) }),
    ),
  }),
  evaluation: z.array(evaluationSchema),
  licence: z.string(),
  personal: retrainFactsSchema.optional(),
});

/** See {@link modelCardSchema}. */
export type ModelCard = z.infer<typeof modelCardSchema>;
/** See {@link evaluationSchema}. */
export type Evaluation = z.infer<typeof evaluationSchema>;
