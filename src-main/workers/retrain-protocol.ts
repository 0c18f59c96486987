import { retrainChoiceSchema } from '../contract/retrain.ts';
import { z } from 'zod';
import { errorDataSchema, providerChoiceSchema } from './analysis-protocol.ts';
import { ANALYSIS_WINDOWS, RETRAIN_WARNINGS } from '../contract/values.ts';

const floats = z.instanceof(Float32Array);
const roots = z.array(z.string());

/** A labelled track: with features, or to be heard first. */
const labelledSchema = z.object({
  id: z.string(),
  path: z.string(),
  artist: z.string(),
  album: z.string(),
  folder: z.string(),
  names: z.array(z.string()),
  isNew: z.boolean(),
  features: floats.nullable(),
});

/** What the user has said of a genre. */
export const genreRelationSchema = z.object({
  name: z.string(),
  parent: z.string().nullable(),
  aliases: z.array(z.string()),
});

/** What the process that learns is asked. */
export const retrainRequestSchema = z.discriminatedUnion('kind', [
  /** Which models can judge which analyses by their features. */
  z.object({ kind: z.literal('catalogue'), modelRoots: roots }),
  z.object({
    kind: z.literal('learn'),
    modelRoots: roots,
    base: z.string(),
    name: z.string(),
    against: z.string(),
    out: z.string(),
    choice: retrainChoiceSchema,
    /** When the labels were taken. */ learnedAt: z.string(),
    window: z.enum(ANALYSIS_WINDOWS),
    ffmpegPath: z.string().nullable(),
    provider: providerChoiceSchema,
    tracks: z.array(labelledSchema),
    relations: z.array(genreRelationSchema),
  }),
  z.object({
    kind: z.literal('next'),
    count: z.number(),
    known: z.array(floats),
    candidates: z.array(z.object({ probabilities: z.array(z.number()), features: floats })),
  }),
  /** Whether a model's folder computes what its card promises. */
  z.object({ kind: z.literal('try'), folder: z.string() }),
  /** Which of a genre's tracks sound alike. */
  z.object({ kind: z.literal('parts'), features: z.array(floats) }),
  z.object({ kind: z.literal('sound-hash'), path: z.string(), ffmpegPath: z.string().nullable() }),
  z.object({ kind: z.literal('predict'), modelRoots: roots, model: z.string(), features: z.array(floats) }),
]);

/** See {@link retrainRequestSchema}. */
export type RetrainRequest = z.infer<typeof retrainRequestSchema>;

const count = z.number();

/** What it tells. */
export const retrainReplySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('catalogue'),
    models: z.array(
      z.object({
        name: z.string(),
        specHash: z.string(),
        featuresKey: z.string(),
        isRetrained: z.boolean(),
        learnedAt: z.string().nullable(),
      }),
    ),
  }),
  z.object({ kind: z.literal('analysed'), done: count, total: count }),
  z.object({ kind: z.literal('tried') }),
  z.object({ kind: z.literal('learning') }),
  z.object({ kind: z.literal('epoch'), epoch: count, epochs: count, etaSeconds: count, accuracy: count.nullable() }),
  z.object({
    kind: z.literal('learned'),
    result: z.object({
      name: z.string(),
      genres: z.array(z.string()),
      tracks: count,
      leftOut: count,
      seconds: count,
      against: z.string(),
      comparison: z.object({
        tracks: count,
        oldCorrect: count,
        newCorrect: count,
        gain: count,
        interval95: z.tuple([count, count]),
        isBetter: z.boolean(),
      }),
      confusion: z.array(z.array(count)),
      automatic: z.object({ confidence: count, accuracy: count, tracks: count }),
      warnings: z.array(
        z.object({
          kind: z.enum(RETRAIN_WARNINGS),
          genre: z.string(),
          tracks: count,
        }),
      ),
      heldOut: z.array(z.object({ path: z.string(), label: count, predicted: count })),
      doubtful: z.array(z.object({ path: z.string(), before: z.string(), after: z.string(), share: count })),
    }),
  }),
  z.object({
    kind: z.literal('next'),
    questions: z.array(z.object({ candidate: count, uncertainty: count, novelty: count })),
  }),
  z.object({ kind: z.literal('parts'), parts: z.array(z.object({ tracks: z.array(count), typical: z.array(count) })) }),
  /** Empty where the file cannot be read, null where it is not there. */
  z.object({ kind: z.literal('sound-hash'), hash: z.string().nullable() }),
  z.object({
    kind: z.literal('predicted'),
    specHash: z.string(),
    genres: z.array(z.string()),
    probabilities: z.array(z.array(count)),
  }),
  z.object({ kind: z.literal('failed'), error: errorDataSchema }),
]);

/** See {@link retrainReplySchema}. */
export type RetrainReply = z.infer<typeof retrainReplySchema>;
