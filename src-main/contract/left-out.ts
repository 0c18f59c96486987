import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { LEFT_OUT_REASONS } from './values.ts';

/** A file or folder that a scan leaves out; texts/en/notices.ts has the reasons in words. */
export const leftOutSchema = z.object({ path: z.string(), reason: z.enum(LEFT_OUT_REASONS) });
/** See {@link leftOutSchema}. */
export type LeftOut = Immutable<z.infer<typeof leftOutSchema>>;
