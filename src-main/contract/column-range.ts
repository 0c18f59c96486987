import { z } from 'zod';
import type { Immutable } from './immutable.ts';

/** Which columns of a spectrogram, and how fine; a page asks for a few screens at most. */
export const columnRangeSchema = z.strictObject({
  framesPerColumn: z
    .number()
    .int()
    .min(1)
    .max(2 ** 20),
  firstColumn: z.number().int().min(0),
  columns: z.number().int().min(1).max(8192),
});

/** See {@link columnRangeSchema}. */
export type ColumnRange = Immutable<z.infer<typeof columnRangeSchema>>;
