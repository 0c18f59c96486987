import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { FileFailure, TagResult } from '../contract/types.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import { fileStates } from './batch-state.ts';
import { createBatch, openBatch, readBatch, removeBatch } from './journal.ts';
import { withJournalLock } from './journal-lock.ts';
import { tagFile } from './tag-file.ts';
import { undoFile } from './undo-file.ts';

/** A file and the genres that it shall have. */
export interface GenreChange {
  readonly path: string;
  readonly genres: readonly string[];
  /** Whose opinion it is; empty for the user's own labels. */
  readonly model: string;
}

/** How to write a batch. */
export interface BatchContext {
  /** The journal's folder. */
  readonly root: string;
  readonly signal?: AbortSignal;
  /** Told after every file. */
  readonly onFile: (event: { readonly path: string; readonly failure: FileFailure | null }) => void;
}

/** Writes all changes; a file that fails is left as it was and reported. @throws AppError busy, disk-full before anything is written */
export async function applyBatch(
  changes: readonly GenreChange[],
  folder: string,
  context: BatchContext & { readonly decoder: Decoder; readonly keepModificationTime: boolean },
): Promise<TagResult> {
  return withJournalLock(context.root, async () => {
    const journal = await createBatch(context.root, folder);
    try {
      const result = await forEachFile(changes, context, ({ path, genres, model }, file) => tagFile(path, genres, { ...context, journal, file, model }));
      if (result.written === 0) await removeBatch(context.root, journal.batchId);
      return { ...result, batchId: result.written > 0 ? journal.batchId : null };
    } finally {
      await journal.close();
    }
  });
}

/** Brings back every file of a batch that was written and not undone yet; with a model, those alone that have its opinion. @throws AppError batch-not-found, busy */
export async function undoBatch(batchId: string, context: BatchContext, model: string | null = null): Promise<TagResult> {
  return withJournalLock(context.root, async () => {
    const journal = await openBatch(context.root, batchId);
    try {
      const states = fileStates(await readBatch(context.root, batchId)).filter(({ last, prepared }) => last === 'written' && (model === null || prepared?.model === model));
      const result = await forEachFile(states, context, (state) => undoFile(state, journal));
      return { ...result, batchId };
    } finally {
      await journal.close();
    }
  });
}

async function forEachFile<Item extends { readonly path: string }>(
  items: readonly Item[],
  { signal, onFile }: BatchContext,
  work: (item: Item, index: number) => Promise<void>,
): Promise<Omit<TagResult, 'batchId'>> {
  const failures: FileFailure[] = [];
  let written = 0;
  let next = 0;
  async function takeTurns(): Promise<void> {
    for (let index = next++; index < items.length && !signal?.aborted; index = next++) {
      const item = items[index] as Item;
      const failure = await work(item, index).then(() => null, (error: unknown) => failureOf(item.path, error));
      if (failure?.error.code === 'cancelled') return;
      if (failure) failures.push(failure);
      else written += 1;
      onFile({ path: item.path, failure });
    }
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, takeTurns));
  return { written, failures, cancelled: signal?.aborted ?? false };
}

function failureOf(path: string, error: unknown): FileFailure {
  return { fileName: basename(path), folder: dirname(path), error: toErrorData(error) };
}
