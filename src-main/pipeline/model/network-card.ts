import { z } from 'zod';
import { MODEL_NAME } from '../../contract/training.ts';
import { featureSpecSchema } from '../features/feature-spec.ts';
import { LONGEST_DESCRIPTION, LONGEST_TITLE, modelCardSchema } from './model-card.ts';

/**
 * card.json of a network of others that knows no genres of ours: models are made on its features. It lies among the
 * models and is none.
 */
export const networkCardSchema = z.strictObject({
  formatVersion: z.literal(1),
  kind: z.literal('network'),
  name: z.string().regex(MODEL_NAME),
  title: z.string().max(LONGEST_TITLE),
  description: z.string().max(LONGEST_DESCRIPTION),
  featureSpec: featureSpecSchema,
  featureSpecHash: modelCardSchema.shape.featureSpecHash,
  network: modelCardSchema.shape.network,
  /** Who trained it, and on what. */
  origin: z.string(),
  licence: z.string(),
});

/** See {@link networkCardSchema}. */
export type NetworkCard = z.infer<typeof networkCardSchema>;
