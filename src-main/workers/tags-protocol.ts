import { z } from 'zod';
import type { Immutable } from '../contract/immutable.ts';
import { errorDataSchema } from './analysis-protocol.ts';
import { writingRulesSchema } from '../contract/settings.ts';
import { fileFailureSchema, tagChangeSchema, tagResultSchema } from '../contract/tags.ts';

/** What the tag process is asked. */
export const tagsRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('apply'),
    root: z.string(),
    folder: z.string(),
    rules: writingRulesSchema,
    ffmpegPath: z.string().nullable(),
    changes: z.array(tagChangeSchema),
  }),
  z.object({ kind: z.literal('undo'), root: z.string(), batchId: z.string(), model: z.string().nullable() }),
  z.object({ kind: z.literal('recover'), root: z.string() }),
  z.object({ kind: z.literal('cancel') }),
]);

/** See {@link tagsRequestSchema}. */
export type TagsRequest = Immutable<z.infer<typeof tagsRequestSchema>>;

/** What the tag process tells. */
export const tagsReplySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    failure: fileFailureSchema.nullable(),
    /** The file as it is now. */
    now: z.object({ genres: z.array(z.string()), size: z.number(), modifiedMilliseconds: z.number() }).nullable(),
  }),
  z.object({
    kind: z.literal('result'),
    result: tagResultSchema,
  }),
  z.object({
    kind: z.literal('recovered'),
    finished: z.number(),
    rolledBack: z.number(),
    unrepaired: z.number(),
    unread: z.array(z.string()),
  }),
  z.object({ kind: z.literal('failed'), error: errorDataSchema }),
]);

/** See {@link tagsRequestSchema}. */
export type TagsReply = z.infer<typeof tagsReplySchema>;
