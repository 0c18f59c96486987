import { z } from 'zod';
import { fieldWriteSchema } from '../contract/tags.ts';
import { deltaStepsSchema } from './delta-steps.ts';

const file = z.number().int().nonnegative();

const factsSchema = z.strictObject({
  sha256: z.string(),
  size: z.number(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  /** Older batches tell the time in milliseconds. */
  modifiedMilliseconds: z.number().optional(),
  modifiedNanoseconds: z.string().optional(),
});

/** One line of a batch's journal. A file's last line tells its state. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('batch'), batchId: z.string(), createdAt: z.string(), folder: z.string() }),
  z.strictObject({ kind: z.literal('begun'), file, path: z.string(), temporary: z.string() }),
  z.strictObject({
    kind: z.literal('prepared'),
    file,
    path: z.string(),
    temporary: z.string(),
    before: factsSchema,
    afterSha256: z.string(),
    steps: deltaStepsSchema,
    genresBefore: z.array(z.string()),
    genresAfter: z.array(z.string()),
    /** What was written to further fields; left out where there was nothing. */
    fields: z.array(fieldWriteSchema).optional(),
    /** Whether the genres were left alone. */
    keepsGenres: z.boolean().optional(),
    /** Whose prediction it is; empty for the user's own labels, and where older batches do not say. */
    model: z.string().default(''),
    /** The delta's bytes, deflated, in base64; where they are many they lie in a file of their own. */
    literals: z.string().optional(),
  }),
  /**
   * From here on the bytes of a file with several names are overwritten by those of its copy, which stays until the
   * end.
   */
  z.strictObject({ kind: z.literal('overwriting'), file }),
  z.strictObject({ kind: z.literal('written'), file }),
  z.strictObject({ kind: z.literal('abandoned'), file, code: z.string(), message: z.string() }),
  z.strictObject({ kind: z.literal('undo-begun'), file, temporary: z.string() }),
  /** The same as `overwriting`, in an undo. */
  z.strictObject({ kind: z.literal('undo-overwriting'), file }),
  /** An undo was asked for and could not be: the file stands as it was written, or as somebody changed it since. */
  z.strictObject({ kind: z.literal('undo-refused'), file }),
  z.strictObject({ kind: z.literal('undone'), file }),
  /** The file lies under another path, where it is about to be brought back. */
  z.strictObject({ kind: z.literal('moved'), file, path: z.string() }),
]);

/** See {@link journalEntrySchema}. */
export type JournalEntry = z.infer<typeof journalEntrySchema>;
/** The line that a batch begins with. */
export type BatchHead = Extract<JournalEntry, { kind: 'batch' }>;
/** The line that holds all that undo needs. */
export type PreparedEntry = Extract<JournalEntry, { kind: 'prepared' }>;
/** What a file was like, for putting it back. */
export type FileFacts = z.infer<typeof factsSchema>;
