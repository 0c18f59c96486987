import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { STYLE_KINDS } from './values.ts';

const share = z.number().min(0).max(1);

/** A style or a descriptor that a model scores, as its card tells. */
export const styleInfoSchema = z.strictObject({
  name: z.string().min(1),
  /** A style is a genre; a descriptor is a mood, a decade, a voice or an instrument. */
  kind: z.enum(STYLE_KINDS),
  /** The family of a style in the tree of genres; null of a descriptor. */
  family: z.nullable(z.string()),
  /** From which score on the style counts as there. */
  threshold: share,
  /** Whether scores were fitted to labels; otherwise they say what a network of others answers, and are no probabilities. */
  isCalibrated: z.boolean(),
  /** On held-out tracks; null where no labels measure it. */
  averagePrecision: z.nullable(share),
  /** How many held-out tracks had it, of how many. */
  positives: z.number().int().nonnegative(),
  tracks: z.number().int().nonnegative(),
});

/** See {@link styleInfoSchema}. */
export type StyleInfo = Immutable<z.infer<typeof styleInfoSchema>>;
