import { z } from 'zod';
import { errorDataSchema } from './analysis-protocol.ts';

/** What the library process is asked. */
export const libraryRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('copy'), database: z.string() }),
  z.object({ kind: z.literal('examine'), database: z.string(), settings: z.string(), journal: z.string() }),
]);

/** See {@link libraryRequestSchema}. */
export type LibraryRequest = z.infer<typeof libraryRequestSchema>;

const itemSchema = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'missing']),
  detail: z.string(),
  advice: z.string().nullable(),
});

/** What the library process tells. */
export const libraryReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('copied'), isMade: z.boolean() }),
  z.object({ kind: z.literal('examined'), items: z.array(itemSchema) }),
  z.object({ kind: z.literal('failed'), error: errorDataSchema }),
]);

/** See {@link libraryReplySchema}. */
export type LibraryReply = z.infer<typeof libraryReplySchema>;
