import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { foldText, hasWords, searchWords } from '../contract/folded-text.ts';
import type { BatchFile, FoundBatchFiles } from '../contract/tags.ts';
import type { BatchFileState } from '../contract/values.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { FileState } from '../tags/batch-state.ts';
import { readBatchState } from '../tags/batch-state.ts';

/** What the journal tells of a file; which track it is changes with the library. */
type JournalFile = Omit<BatchFile, 'track'>;

/** Files of some milliseconds of work: folding their texts, looking them up in the library. */
const PIECE = 500;

/** The files of written batches, of which the journal tells; the batch that was asked for last is kept. */
export class BatchFiles {
  readonly #journal: string;
  #last: { readonly batchId: string; readonly files: Promise<ReadonlyMap<number, JournalFile>> } | null = null;

  readonly #tracks: Pick<TrackStore, 'idOf'>;

  /** @param journal its folder */
  constructor(journal: string, tracks: Pick<TrackStore, 'idOf'>) {
    this.#journal = journal;
    this.#tracks = tracks;
  }

  /**
   * The files of a batch that a search finds, in the order of the plan: several are written at a time.
   * @throws AppError journal-newer and the like
   */
  async find(batchId: string, search: string): Promise<FoundBatchFiles> {
    const words = searchWords(search);
    const [files, restorable]: [number[], number[]] = [[], []];
    const all = [...(await this.#filesOf(batchId)).values()];
    for (const [place, file] of all.entries()) {
      if (place % PIECE === PIECE - 1) await setImmediate();
      if (words.length > 0 && !hasWords(searchText(file), words)) continue;
      files.push(file.file);
      if (isRestorable(file.state)) restorable.push(file.file);
    }
    return { files: Int32Array.from(files).sort(), restorable: Int32Array.from(restorable).sort() };
  }

  /** Some files of a batch by their numbers; those that it does not have are left out. @throws AppError as find */
  async rows(batchId: string, files: Int32Array): Promise<BatchFile[]> {
    const all = await this.#filesOf(batchId);
    const rows: BatchFile[] = [];
    for (const [place, number] of files.entries()) {
      const file = all.get(number);
      if (file) rows.push({ ...file, track: this.#tracks.idOf(join(file.folder, file.fileName)) });
      if (place % PIECE === PIECE - 1) await setImmediate();
    }
    return rows;
  }

  /** Something was written or undone: what is kept is out of date. */
  forget(): void {
    this.#last = null;
  }

  #filesOf(batchId: string): Promise<ReadonlyMap<number, JournalFile>> {
    if (this.#last?.batchId !== batchId) this.#last = { batchId, files: this.#read(batchId) };
    return this.#last.files;
  }

  async #read(batchId: string): Promise<ReadonlyMap<number, JournalFile>> {
    const { files: states } = await readBatchState(this.#journal, batchId);
    const files = new Map<number, JournalFile>();
    for (const [place, state] of states.entries()) {
      if (place % PIECE === PIECE - 1) await setImmediate();
      const file = fileOf(state);
      if (file) files.set(file.file, file);
    }
    return files;
  }
}

/** An undo that was refused may be tried again: the file may have come back. */
function isRestorable(state: BatchFileState): boolean {
  return state === 'written' || state === 'refused';
}

/** Null for a file that was never written. */
function fileOf({ file, path, prepared, last, refused }: FileState): JournalFile | null {
  if (!prepared || last === 'abandoned' || last === 'begun' || last === 'prepared') return null;
  return {
    file,
    fileName: basename(path),
    folder: dirname(path),
    before: prepared.genresBefore,
    after: prepared.genresAfter,
    fields: (prepared.fields ?? []).map(({ field }) => field),
    state: last === 'undone' ? 'undone' : last !== 'written' ? 'unfinished' : refused ? 'refused' : 'written',
  };
}

function searchText({ fileName, folder, before, after }: JournalFile): string {
  return foldText([fileName, folder, ...before, ...after].join('\n'));
}
