import { z } from 'zod';
import type { Immutable } from './immutable.ts';

/** A file that may hold music, as a walk through folders finds it. */
export const scannedFileSchema = z.object({
  path: z.string(),
  /** Bytes. */
  size: z.number(),
  modifiedMilliseconds: z.number(),
});

/** See {@link scannedFileSchema}. */
export type ScannedFile = Immutable<z.infer<typeof scannedFileSchema>>;
