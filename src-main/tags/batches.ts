import { basename, dirname } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { TagNote } from '../contract/values.ts';
import type { WritingRules } from '../contract/settings.ts';
import type { FileFailure, TagChange, TagResult } from '../contract/tags.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import type { FileState } from './batch-state.ts';
import { readBatchState } from './batch-state.ts';
import { createFolderSync } from '../files/sync.ts';
import { createBatch, openBatch, removeBatch } from './journal.ts';
import { withJournalLock } from './journal-lock.ts';
import type { Numbered } from './same-file.ts';
import { groupByFile } from './same-file.ts';
import { createSoundComparison } from './sound-comparison.ts';
import { tagFile } from './tag-file.ts';
import { undoFile } from './undo-file.ts';
import { whereTheyLie } from './where-files-lie.ts';

/** While one waits for the disk, others are read: syncing many files at once costs little more than syncing one. */
const FILES_AT_ONCE = 8;

/** How to write a batch. */
export interface BatchContext {
  /** The journal's folder. */
  readonly root: string;
  readonly signal?: AbortSignal;
  /** Told after every file. */
  readonly onFile: (event: {
    readonly path: string;
    readonly failure: FileFailure | null;
    readonly notes: readonly TagNote[];
  }) => void;
}

/** How to write changes. */
export interface ApplyContext extends BatchContext {
  readonly decoder: Decoder;
  readonly rules: WritingRules;
}

/** A file and the genres that it shall have, where it must be as it was once. */
export interface ExpectingChange extends TagChange {
  /** Of the file's bytes: with others it is left as it is. */
  readonly expectedSha256?: string;
}

/**
 * Writes all changes; a file that fails is left as it was and reported.
 * @throws AppError busy, disk-full before anything is written
 */
export async function applyBatch(
  changes: readonly ExpectingChange[],
  folder: string,
  context: ApplyContext,
): Promise<TagResult> {
  const { root, rules, signal } = context;
  const tools = {
    sound: createSoundComparison(context.decoder),
    syncFolder: createFolderSync(),
    rules,
    ...(signal ? { signal } : {}),
  };
  return withJournalLock(context.root, async () => {
    const journal = await createBatch(context.root, folder);
    try {
      const write = ({ path, model, expectedSha256, ...content }: ExpectingChange, file: number) =>
        tagFile(path, content, { ...tools, journal, file, model, ...(expectedSha256 && { expectedSha256 }) });
      const result = await forEachFile(await groupByFile(changes), context, write);
      await journal.close();
      // A file that could not be told to be written may be so all the same: the journal is what knows.
      const isEmpty =
        result.written === 0 &&
        (await readBatchState(root, journal.batchId)).files.every(({ last }) => last === 'abandoned');
      if (isEmpty) await removeBatch(root, journal.batchId);
      return { ...result, batchId: isEmpty ? null : journal.batchId };
    } catch (error) {
      await journal.close();
      throw error;
    }
  });
}

/** What an undo needs. */
export interface UndoContext extends BatchContext {
  /** Where a file is said to lie that was written at a path then (ISO 8601); the same path where nobody knows better. */
  readonly placeOf?: (path: string, when: string) => string;
}

/** Which files of a batch are brought back. */
export interface UndoChoice {
  /** Those alone that have its prediction; null: whatever they have. */
  readonly model: string | null;
  /** Those alone, by their numbers in the batch; null: all. */
  readonly files: ReadonlySet<number> | null;
}

/** How an undo ended. */
export interface UndoResult extends TagResult {
  /** Files that were brought back, by their numbers in the batch. */
  readonly restored: Int32Array<ArrayBuffer>;
}

/**
 * Brings back every file of a batch that was chosen, was written and is not undone yet.
 * @throws AppError batch-not-found, busy
 */
export async function undoBatch(
  batchId: string,
  context: UndoContext,
  { model, files }: UndoChoice = { model: null, files: null },
): Promise<UndoResult> {
  return withJournalLock(context.root, async () => {
    const journal = await openBatch(context.root, batchId);
    try {
      const { head, files: all } = await readBatchState(context.root, batchId);
      const written = all.filter(
        ({ last, prepared }) => last === 'written' && (model === null || prepared?.model === model),
      );
      const placeOf = (path: string) => context.placeOf?.(path, head?.createdAt ?? '') ?? path;
      const states = await whereTheyLie(written, placeOf, context.signal);
      const tools = { journal, syncFolder: createFolderSync() };
      const groups = (await groupByFile(states)).map((group) => inUndoOrder(group, files));
      const restored: number[] = [];
      const result = await forEachFile(groups, context, async (state) => {
        await undoFile(state, tools);
        restored.push(state.file);
        return [];
      });
      return { ...result, batchId, restored: Int32Array.from(restored) };
    } finally {
      await journal.close();
    }
  });
}

/**
 * What was written last on a file is taken back first. Where an earlier write of it is chosen, the later ones are taken
 * back too: they lie on top of it, and the file has one content under all its names.
 */
function inUndoOrder<State extends FileState>(
  group: readonly Numbered<State>[],
  files: UndoChoice['files'],
): readonly Numbered<State>[] {
  const latestFirst = group.toReversed();
  if (files === null) return latestFirst;
  return latestFirst.slice(0, latestFirst.findLastIndex(({ item }) => files.has(item.file)) + 1);
}

async function forEachFile<Item extends { readonly path: string }>(
  groups: readonly (readonly Numbered<Item>[])[],
  { signal, onFile }: BatchContext,
  work: (item: Item, index: number) => Promise<readonly TagNote[]>,
): Promise<Omit<TagResult, 'batchId'>> {
  const failures: FileFailure[] = [];
  const allNotes: TagResult['notes'][number][] = [];
  let written = 0;
  let next = 0;
  async function workOn({ item, index }: Numbered<Item>): Promise<void> {
    const { failure, notes } = await work(item, index).then(
      (found) => ({ failure: null, notes: found }),
      (error: unknown) => ({ failure: failureOf(item.path, error), notes: [] }),
    );
    if (failure?.error.code === 'cancelled') return;
    allNotes.push(...notes.map((note) => ({ fileName: basename(item.path), note })));
    if (failure) failures.push(failure);
    else written += 1;
    onFile({ path: item.path, failure, notes });
  }
  async function takeTurns(): Promise<void> {
    for (let index = next++; index < groups.length; index = next++) {
      for (const numbered of groups[index] ?? []) if (!signal?.aborted) await workOn(numbered);
    }
  }
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, takeTurns));
  return { written, failures, notes: allNotes, cancelled: signal?.aborted ?? false };
}

function failureOf(path: string, error: unknown): FileFailure {
  return { fileName: basename(path), folder: dirname(path), error: toErrorData(error) };
}
