import { z } from 'zod';
import { errorDataSchema } from './analysis-protocol.ts';
import { GENRE_SEPARATORS, HARD_LINK_RULES } from '../contract/values.ts';

const writingRulesSchema = z.object({
  keepModificationTime: z.boolean(),
  hardLinks: z.enum(HARD_LINK_RULES),
  mayLoseAttributes: z.boolean(),
  separator: z.enum(GENRE_SEPARATORS),
});

/** What the tag process is asked. */
export const tagsRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('apply'),
    root: z.string(),
    folder: z.string(),
    rules: writingRulesSchema,
    ffmpegPath: z.string().nullable(),
    changes: z.array(z.object({ path: z.string(), genres: z.array(z.string()), model: z.string() })),
  }),
  z.object({ kind: z.literal('undo'), root: z.string(), batchId: z.string(), model: z.string().nullable() }),
  z.object({ kind: z.literal('recover'), root: z.string() }),
  z.object({ kind: z.literal('cancel') }),
]);

/** See {@link tagsRequestSchema}. */
export type TagsRequest = z.infer<typeof tagsRequestSchema>;

const failureSchema = z.object({ fileName: z.string(), folder: z.string(), error: errorDataSchema });

/** What the tag process tells. */
export const tagsReplySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    failure: failureSchema.nullable(),
    /** The file as it is now. */
    now: z.object({ genres: z.array(z.string()), size: z.number(), modifiedMilliseconds: z.number() }).nullable(),
  }),
  z.object({
    kind: z.literal('result'),
    result: z.object({
      batchId: z.string().nullable(),
      written: z.number(),
      cancelled: z.boolean(),
      failures: z.array(failureSchema),
      notes: z.array(z.object({ fileName: z.string(), note: z.enum(['text-not-copied', 'time-not-kept']) })),
    }),
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
