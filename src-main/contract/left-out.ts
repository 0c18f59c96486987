import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import type { LeftOutReason } from './values.ts';
import { LEFT_OUT_REASONS } from './values.ts';

/** Something that a scan meets and does not take. */
export const leftOutSchema = z.object({ path: z.string(), reason: z.enum(LEFT_OUT_REASONS) });
/** See {@link leftOutSchema}. */
export type LeftOut = Immutable<z.infer<typeof leftOutSchema>>;

/** The reasons in words. */
export const LEFT_OUT_TEXTS: Readonly<Record<LeftOutReason, string>> = {
  'not-music': 'it belongs to the system or to another program',
  'same-file': 'it is another name of a file that is there already (hard link)',
};
