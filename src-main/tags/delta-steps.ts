import { z } from 'zod';

/** How to make the original from the rewritten file: copies of its ranges, and bytes that are only in the delta. */
export const deltaStepsSchema = z.array(
  z.union([
    z.strictObject({ copy: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]) }),
    z.strictObject({ literal: z.number().int().nonnegative() }),
  ]),
);

/**
 * See {@link deltaStepsSchema}; `copy` is [start, length] in the rewritten file, `literal` a length in the delta's
 * bytes.
 */
export type DeltaStep = z.infer<typeof deltaStepsSchema>[number];

/** A delta: its literals follow one another in `literals`. */
export interface Delta {
  readonly steps: readonly DeltaStep[];
  readonly literals: Uint8Array;
}
