import { z } from 'zod';
import { LONGEST_GENRE_TEXT } from '../../contract/labels.ts';
import { MODEL_NAME } from '../../contract/training.ts';
import { evaluationSchema, LONGEST_DESCRIPTION, LONGEST_TITLE } from './model-card.ts';

/** card.json of an ensemble: several models with the same genres, whose calibrated probabilities are averaged. */
export const ensembleCardSchema = z.strictObject({
  formatVersion: z.literal(1),
  kind: z.literal('ensemble'),
  name: z.string().regex(MODEL_NAME),
  title: z.string().max(LONGEST_TITLE),
  description: z.string().max(LONGEST_DESCRIPTION),
  genres: z.array(z.string().min(1).max(LONGEST_GENRE_TEXT)).min(2).max(1000),
  /** Names of models. */
  members: z.array(z.string()).min(2).max(8),
  /** Of the mean's logarithms; without it the mean stays as it is. */
  temperature: z.number().positive().optional(),
  date: z.string(),
  evaluation: z.array(evaluationSchema),
  licence: z.string(),
});

/** See {@link ensembleCardSchema}. */
export type EnsembleCard = z.infer<typeof ensembleCardSchema>;
