import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { deltaStepsSchema } from './delta.ts';

const file = z.number().int().nonnegative();
const factsSchema = z.strictObject({
  sha256: z.string(), size: z.number(), mode: z.number(), uid: z.number(), gid: z.number(), modifiedMilliseconds: z.number(),
});

/** One line of a batch's journal. A file's last line tells its state. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('batch'), batchId: z.string(), createdAt: z.string(), folder: z.string() }),
  z.strictObject({ kind: z.literal('begun'), file, path: z.string(), temporary: z.string() }),
  z.strictObject({
    kind: z.literal('prepared'), file, path: z.string(), temporary: z.string(), before: factsSchema,
    afterSha256: z.string(), steps: deltaStepsSchema, genresBefore: z.array(z.string()), genresAfter: z.array(z.string()),
    /** Whose opinion it is; empty for the user's own labels, and where older batches do not say. */
    model: z.string().default(''),
  }),
  z.strictObject({ kind: z.literal('written'), file }),
  z.strictObject({ kind: z.literal('abandoned'), file, code: z.string(), message: z.string() }),
  z.strictObject({ kind: z.literal('undo-begun'), file, temporary: z.string() }),
  /** An undo was asked for and could not be: the file stands as it was written, or as somebody changed it since. */
  z.strictObject({ kind: z.literal('undo-refused'), file }),
  z.strictObject({ kind: z.literal('undone'), file }),
]);

/** See {@link journalEntrySchema}. */
export type JournalEntry = z.infer<typeof journalEntrySchema>;
/** The line that holds all that undo needs. */
export type PreparedEntry = Extract<JournalEntry, { kind: 'prepared' }>;

/** A batch that lines can be added to. */
export interface Journal {
  readonly batchId: string;
  /** Adds a line; with `durable`, returns once it is on the disk. */
  append(entry: JournalEntry, durable?: boolean): Promise<void>;
  /** Where the bytes lie that only the original had. */
  deltaFile(file: number): string;
  close(): Promise<void>;
}

/** Starts a batch. @throws AppError disk-full and the like */
export async function createBatch(root: string, folder: string): Promise<Journal> {
  const createdAt = new Date().toISOString();
  const batchId = `${createdAt.slice(0, 19).replace(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`;
  try {
    await mkdir(join(root, batchId), { recursive: true });
    const journal = await openBatch(root, batchId);
    await journal.append({ kind: 'batch', batchId, createdAt, folder }, true);
    return journal;
  } catch (error) {
    throw fromFileSystemError(error);
  }
}

/** Opens a batch for more lines. @throws AppError batch-not-found */
export async function openBatch(root: string, batchId: string): Promise<Journal> {
  if (!/^[0-9]{14}-[0-9a-f]{6}$/.test(batchId)) throw new AppError('batch-not-found', `There is no batch ${batchId}.`);
  const folder = join(root, batchId);
  const handle: FileHandle = await open(join(folder, 'journal.jsonl'), 'a').catch((cause: unknown) => {
    throw new AppError('batch-not-found', `There is no batch ${batchId}.`, { cause });
  });
  // A line that a crash tore must not swallow the next one.
  const text = await readFile(join(folder, 'journal.jsonl'), 'utf8');
  if (text !== '' && !text.endsWith('\n')) await handle.appendFile('\n');
  let queue = Promise.resolve();
  return {
    batchId,
    append(entry, durable = false) {
      const written = queue.then(async () => {
        await handle.appendFile(`${JSON.stringify(entry)}\n`);
        if (durable) await handle.sync();
      });
      // One failed line must not keep later ones from being tried.
      queue = written.catch(() => undefined);
      return written;
    },
    deltaFile: (index) => join(folder, `${index}.delta`),
    close: () => queue.then(() => handle.close()),
  };
}

/** The lines of a batch; a last line that a crash tore is left out. */
export async function readBatch(root: string, batchId: string): Promise<JournalEntry[]> {
  const text = await readFile(join(root, batchId, 'journal.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const parsed = journalEntrySchema.safeParse(parseLine(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Names of all batches, oldest first. */
export async function listBatchIds(root: string): Promise<string[]> {
  const names = await readdir(root).catch((): string[] => []);
  return names.filter((name) => /^[0-9]{14}-[0-9a-f]{6}$/.test(name)).sort();
}

/** Deletes a batch in which nothing was written. */
export async function removeBatch(root: string, batchId: string): Promise<void> {
  await rm(join(root, batchId), { recursive: true, force: true });
}
