import type { TagBatch } from '../contract/tags.ts';
import type { JournalEntry, PreparedEntry } from './journal-schema.ts';
import { listBatchIds, readBatch } from './journal.ts';

/** Where a file of a batch stands. */
export interface FileState {
  readonly file: number;
  readonly last: Exclude<JournalEntry['kind'], 'undo-refused'>;
  /** Whether an undo was refused for good. */
  readonly refused: boolean;
  readonly path: string;
  /** What is to be removed if the work did not end. */
  readonly temporary: string | null;
  /** Present once the rewritten copy was complete. */
  readonly prepared: PreparedEntry | null;
}

/** Folds a journal's lines into the state of each file. */
export function fileStates(entries: readonly JournalEntry[]): FileState[] {
  const states = new Map<number, FileState>();
  for (const entry of entries) {
    if (entry.kind === 'batch') continue;
    const old = states.get(entry.file);
    if (entry.kind === 'undo-refused') {
      if (old) states.set(entry.file, { ...old, refused: true });
      continue;
    }
    states.set(entry.file, {
      file: entry.file,
      last: entry.kind,
      refused: false,
      path: 'path' in entry ? entry.path : (old?.path ?? ''),
      temporary: 'temporary' in entry ? entry.temporary : (old?.temporary ?? null),
      prepared: entry.kind === 'prepared' ? entry : (old?.prepared ?? null),
    });
  }
  return [...states.values()];
}

/** All batches that wrote something, newest first. */
export async function listBatches(root: string): Promise<TagBatch[]> {
  const batches: TagBatch[] = [];
  for (const batchId of (await listBatchIds(root)).reverse()) {
    // A batch of a newer version is told of when the journal is repaired.
    const entries = await readBatch(root, batchId).catch((): JournalEntry[] => []);
    const head = entries.find((entry) => entry.kind === 'batch');
    const states = fileStates(entries);
    const undone = states.filter(({ last }) => last === 'undone').length;
    const files =
      undone +
      states.filter(
        ({ last }) =>
          last === 'written' || last === 'undo-begun' || last === 'undo-overwriting' || last === 'overwriting',
      ).length;
    const refused = states.filter(({ last, refused: isRefused }) => isRefused && last === 'written').length;
    if (head && files > 0)
      batches.push({
        batchId,
        createdAt: head.createdAt,
        folder: head.folder,
        byModel: writtenByModel(states),
        files,
        undone,
        refused,
        genres: writtenGenres(states),
      });
  }
  return batches;
}

/** Files that still have what a model said, and could be brought back. */
function writtenByModel(states: readonly FileState[]): TagBatch['byModel'] {
  const counts = new Map<string, number>();
  for (const { prepared, last, refused } of states)
    if (prepared && prepared.model !== '' && last === 'written' && !refused)
      counts.set(prepared.model, (counts.get(prepared.model) ?? 0) + 1);
  return [...counts].map(([name, files]) => ({ name, files }));
}

/** Only further fields were written. */
function keepsGenres({ fields = [], genresBefore, genresAfter }: PreparedEntry): boolean {
  return fields.length > 0 && genresBefore.join('\0') === genresAfter.join('\0');
}

function writtenGenres(states: readonly FileState[]): TagBatch['genres'] {
  const counts = new Map<string, number>();
  for (const { prepared, last } of states) {
    if (!prepared || last === 'abandoned' || keepsGenres(prepared)) continue;
    const name = prepared.genresAfter.join('; ');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, files]) => ({ name, files })).sort((a, b) => b.files - a.files);
}
