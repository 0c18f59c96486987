import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import type { Line } from '../files/read-lines.ts';
import { LineSplitter } from '../files/read-lines.ts';
import { readPieces } from '../files/read-whole.ts';
import { syncFolder } from '../files/sync.ts';
import type { JournalEntry } from './journal-schema.ts';
import { journalEntrySchema } from './journal-schema.ts';

const BATCH_ID = /^[0-9]{14}-[0-9a-f]{6}$/;
const FILE_NAME = 'journal.jsonl';
const LINE_END = 0x0a;

/** A batch that lines can be added to. */
export interface Journal {
  readonly batchId: string;
  /** Adds a line; with `durable`, returns once it is on the disk. Lines that come meanwhile are written together. */
  append(entry: JournalEntry, durable?: boolean): Promise<void>;
  /** Where the bytes lie that only the original had, if they are many. */
  deltaFile(file: number): string;
  /** Makes all lines last. */
  close(): Promise<void>;
}

/**
 * Starts a batch; its name sorts behind those of all earlier ones, whatever the clock says.
 * @throws AppError disk-full and the like
 */
export async function createBatch(root: string, folder: string): Promise<Journal> {
  const createdAt = new Date().toISOString();
  try {
    makeFolder(root);
    const number = await nextNumber(root, Number(createdAt.slice(0, 19).replace(/[-:T]/g, '')));
    const batchId = `${String(number).padStart(14, '0')}-${randomBytes(3).toString('hex')}`;
    await mkdir(join(root, batchId));
    return await beginBatch(root, batchId, { createdAt, folder }).catch(async (error: unknown) => {
      await removeBatch(root, batchId).catch(() => undefined);
      throw error;
    });
  } catch (error) {
    throw fromFileSystemError(error, 'file-read-only');
  }
}

async function beginBatch(
  root: string,
  batchId: string,
  head: { readonly createdAt: string; readonly folder: string },
): Promise<Journal> {
  await (await open(join(root, batchId, FILE_NAME), 'wx')).close();
  const journal = await openBatch(root, batchId);
  try {
    await journal.append({ kind: 'batch', batchId, ...head }, true);
    await syncFolder(join(root, batchId));
    await syncFolder(root);
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Follows the clock where it goes forward, and counts on where it went back. */
async function nextNumber(root: string, clock: number): Promise<number> {
  const newest = (await listBatchIds(root)).at(-1);
  return newest === undefined ? clock : Math.max(clock, Number(newest.slice(0, 14)) + 1);
}

/** Opens a batch for more lines. @throws AppError batch-not-found */
export async function openBatch(root: string, batchId: string): Promise<Journal> {
  if (!BATCH_ID.test(batchId)) throw new AppError('batch-not-found', `There is no batch ${batchId}.`);
  const folder = join(root, batchId);
  const handle = await open(join(folder, FILE_NAME), 'r+').catch((cause: unknown) => {
    throw new AppError('batch-not-found', `There is no batch ${batchId}.`, { cause });
  });
  const { size } = await handle.stat();
  const [last] = size === 0 ? [] : (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer;
  await handle.close();
  const appending = await open(join(folder, FILE_NAME), 'a');
  return createJournal(appending, { folder, batchId, isTorn: last !== undefined && last !== LINE_END });
}

interface WaitingLine {
  readonly entry: JournalEntry;
  readonly durable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function createJournal(
  handle: FileHandle,
  { folder, batchId, isTorn }: { folder: string; batchId: string; isTorn: boolean },
): Journal {
  let waiting: WaitingLine[] = [];
  let running: Promise<void> | null = null;
  let torn = isTorn;
  async function writeLines(lines: readonly WaitingLine[]): Promise<void> {
    try {
      const text = lines.map(({ entry }) => `${JSON.stringify(entry)}\n`).join('');
      // A line that a crash or a full disk tore must not swallow the next one.
      const start = torn ? '\n' : '';
      torn = true;
      await handle.appendFile(`${start}${text}`);
      torn = false;
      if (lines.some(({ durable }) => durable)) await handle.sync();
      for (const { resolve } of lines) resolve();
    } catch (error) {
      for (const { reject } of lines) reject(error);
    }
  }
  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      await writeLines(lines);
    }
    running = null;
  }
  return {
    batchId,
    append: (entry, durable = false) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, durable, resolve, reject });
        running ??= Promise.resolve().then(work);
      }),
    deltaFile: (index) => join(folder, `${index}.delta`),
    async close() {
      await running;
      await handle.sync().catch(() => undefined);
      await handle.close();
    },
  };
}

/**
 * The lines of a batch, some at a time, so that others have their turn; a line that a crash tore is left out.
 * @throws AppError journal-newer where a whole line is not understood: a newer version wrote it
 */
export async function* readBatch(root: string, batchId: string): AsyncGenerator<readonly JournalEntry[]> {
  const lines = new LineSplitter(Infinity);
  const entriesOf = (some: Iterable<Line>) => [...some].flatMap(({ bytes }) => parseEntry(String(bytes), batchId));
  try {
    for await (const piece of readPieces(join(root, batchId, FILE_NAME))) yield entriesOf(lines.add(piece));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw fromFileSystemError(error);
  }
  yield entriesOf(lines.end());
}

/** None for a line that is no JSON: it was torn. @throws AppError journal-newer */
function parseEntry(line: string, batchId: string): JournalEntry[] {
  const json = parseLine(line);
  if (json === null) return [];
  const parsed = journalEntrySchema.safeParse(json);
  if (parsed.success) return [parsed.data];
  throw new AppError('journal-newer', `Batch ${batchId} has a line that this version does not know.`);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Names of all batches, oldest first. @throws AppError where the folder is there and cannot be read */
export async function listBatchIds(root: string): Promise<string[]> {
  const names = await readdir(root).catch((error: unknown): string[] => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw fromFileSystemError(error, 'folder-unreadable');
  });
  return names.filter((name) => BATCH_ID.test(name)).sort();
}

/** Deletes a batch in which nothing was written. */
export async function removeBatch(root: string, batchId: string): Promise<void> {
  await rm(join(root, batchId), { recursive: true, force: true });
}
