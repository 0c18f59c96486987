import { setImmediate } from 'node:timers/promises';
import type { TagBatch } from '../contract/tags.ts';
import type { BatchHead, JournalEntry, PreparedEntry } from './journal-schema.ts';
import { listBatchIds, readBatch } from './journal.ts';

/** A few milliseconds of work; then others have their turn. */
const COUNTED_AT_ONCE = 5_000;

/** Where a file stands that was written, whatever came of it since. */
const WRITTEN: ReadonlySet<JournalEntry['kind']> = new Set([
  'overwriting',
  'written',
  'undo-begun',
  'undo-overwriting',
  'undone',
]);

/** Where a file of a batch stands. */
export interface FileState {
  readonly file: number;
  readonly last: Exclude<JournalEntry['kind'], 'undo-refused' | 'moved'>;
  /** Whether an undo was refused for good. */
  readonly refused: boolean;
  /** Where it lies, as far as the journal knows; the same in `prepared`. */
  readonly path: string;
  /** Where it lay when it was written. */
  readonly writtenPath: string;
  /** What is to be removed if the work did not end. */
  readonly temporary: string | null;
  /** Present once the rewritten copy was complete. */
  readonly prepared: PreparedEntry | null;
}

/** What a batch's journal says. */
export interface BatchState {
  /** When it was begun, and of which folder; null where that line was torn. */
  readonly head: BatchHead | null;
  readonly files: readonly FileState[];
}

/** Reads where the files of a batch stand; others have their turn meanwhile. @throws AppError as {@link readBatch} */
export async function readBatchState(root: string, batchId: string): Promise<BatchState> {
  let head: BatchHead | null = null;
  const states = new Map<number, FileState>();
  for await (const entries of readBatch(root, batchId))
    for (const entry of entries) {
      if (entry.kind === 'batch') head ??= entry;
      else addTo(states, entry);
    }
  return { head, files: [...states.values()] };
}

/** What one more line says of its file. */
function addTo(states: Map<number, FileState>, entry: Exclude<JournalEntry, BatchHead>): void {
  const old = states.get(entry.file);
  if (entry.kind === 'undo-refused') {
    if (old) states.set(entry.file, { ...old, refused: true });
    return;
  }
  if (entry.kind === 'moved') {
    if (old) states.set(entry.file, atPath(old, entry.path));
    return;
  }
  const path = 'path' in entry ? entry.path : (old?.path ?? '');
  states.set(entry.file, {
    file: entry.file,
    last: entry.kind,
    refused: false,
    path,
    writtenPath: old?.writtenPath ?? path,
    temporary: 'temporary' in entry ? entry.temporary : (old?.temporary ?? null),
    prepared: entry.kind === 'prepared' ? entry : (old?.prepared ?? null),
  });
}

/** The same file under another path. */
export function atPath(state: FileState, path: string): FileState {
  return { ...state, path, prepared: state.prepared && { ...state.prepared, path } };
}

/** All batches that wrote something, newest first; others have their turn meanwhile. */
export async function listBatches(root: string): Promise<TagBatch[]> {
  const batches: TagBatch[] = [];
  for (const batchId of (await listBatchIds(root)).reverse()) {
    // A batch of a newer version is told of when the journal is repaired.
    const state = await readBatchState(root, batchId).catch(() => null);
    if (!state?.head) continue;
    const { createdAt, folder } = state.head;
    const batch = { batchId, createdAt, folder, ...(await countFiles(state.files)) };
    if (batch.files > 0) batches.push(batch);
  }
  return batches;
}

/** What the list of batches says of a batch's files. */
async function countFiles(states: readonly FileState[]): Promise<Omit<TagBatch, keyof BatchHead>> {
  const counts = { files: 0, undone: 0, refused: 0 };
  const byModel = new Map<string, number>();
  const genres = new Map<string, number>();
  for (const [place, { last, refused, prepared }] of states.entries()) {
    if (place % COUNTED_AT_ONCE === COUNTED_AT_ONCE - 1) await setImmediate();
    if (WRITTEN.has(last)) counts.files += 1;
    if (last === 'undone') counts.undone += 1;
    if (last === 'written' && refused) counts.refused += 1;
    // Files that still have what a model said, and could be brought back.
    if (prepared && prepared.model !== '' && last === 'written' && !refused) count(byModel, prepared.model);
    if (prepared && last !== 'abandoned' && !keepsGenres(prepared)) count(genres, prepared.genresAfter.join('; '));
  }
  const ordered = listed(genres).toSorted((a, b) => b.files - a.files);
  return { ...counts, byModel: listed(byModel), genres: ordered };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>): TagBatch['genres'] {
  return [...counts].map(([name, files]) => ({ name, files }));
}

/** Only further fields were written. */
function keepsGenres({ fields = [], genresBefore, genresAfter }: PreparedEntry): boolean {
  return fields.length > 0 && genresBefore.join('\0') === genresAfter.join('\0');
}
