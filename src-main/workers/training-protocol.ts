import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import {
  confusionSchema,
  labelledGenresSchema,
  trainingChoiceSchema,
  trainingEpochSchema,
  trainingOutcomeSchema,
} from '../contract/training.ts';

/** What the training process is asked, and what it tells while it trains. */
export const trainingProtocol = {
  questions: {
    inspect: { request: z.object({ folder: z.string() }), response: labelledGenresSchema },
    /** The response is null where the training was stopped before it was done. */
    train: {
      request: z.object({
        folder: z.string(),
        out: z.string(),
        choice: trainingChoiceSchema,
        ffmpegPath: z.string().nullable(),
      }),
      response: z.object({ confusion: confusionSchema, outcome: trainingOutcomeSchema.nullable() }).nullable(),
    },
  },
  events: {
    read: z.object({ done: z.number(), total: z.number(), leftOut: z.number() }),
    started: z.object({
      genres: z.array(z.string()),
      leftOutGenres: z.array(z.string()),
      epochs: z.number(),
      resumedAtEpoch: z.number(),
    }),
    batch: z.object({ etaSeconds: z.number() }),
    epoch: trainingEpochSchema.extend({ etaSeconds: z.number(), confusion: confusionSchema }),
  },
} satisfies Protocol;
/** See {@link trainingProtocol}. */
export type TrainingProtocol = typeof trainingProtocol;
