import { trainingChoiceSchema } from '../contract/training.ts';
import { z } from 'zod';
import { errorDataSchema } from './analysis-protocol.ts';

/** What the training process is asked. */
export const trainingRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inspect'), folder: z.string() }),
  z.object({
    kind: z.literal('train'),
    folder: z.string(),
    out: z.string(),
    choice: trainingChoiceSchema,
    ffmpegPath: z.string().nullable(),
  }),
  z.object({ kind: z.literal('stop') }),
]);

/** See {@link trainingRequestSchema}. */
export type TrainingRequest = z.infer<typeof trainingRequestSchema>;

const confusion = z.array(z.array(z.number()));

/** What the training process tells. */
export const trainingReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inspected'), genres: z.array(z.object({ name: z.string(), tracks: z.number() })) }),
  z.object({ kind: z.literal('read'), done: z.number(), total: z.number(), leftOut: z.number() }),
  z.object({
    kind: z.literal('started'),
    genres: z.array(z.string()),
    leftOutGenres: z.array(z.string()),
    epochs: z.number(),
    resumedAtEpoch: z.number(),
  }),
  z.object({ kind: z.literal('batch'), etaSeconds: z.number() }),
  z.object({
    kind: z.literal('epoch'),
    epoch: z.number(),
    loss: z.number(),
    validLoss: z.number().nullable(),
    validAccuracy: z.number().nullable(),
    etaSeconds: z.number(),
    confusion,
  }),
  z.object({
    kind: z.literal('done'),
    confusion,
    outcome: z
      .object({
        tracks: z.number(),
        accuracy: z.number(),
        interval95: z.tuple([z.number(), z.number()]),
        macroF1: z.number(),
      })
      .nullable(),
  }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('failed'), error: errorDataSchema }),
]);

/** See {@link trainingReplySchema}. */
export type TrainingReply = z.infer<typeof trainingReplySchema>;
