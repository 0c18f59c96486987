import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { foldText, hasWords, searchWords } from '../contract/folded-text.ts';
import type { BatchFile, FoundBatchFiles } from '../contract/tags.ts';
import type { BatchFileState } from '../contract/values.ts';
import type { MovedFiles } from '../library/moved-files.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { FileState } from '../tags/batch-state.ts';
import { readBatchState } from '../tags/batch-state.ts';

/** What the journal tells of a file; where it lies now and which track it is changes with the library. */
type JournalFile = Omit<BatchFile, 'track' | 'fileName' | 'folder'> & Pick<FileState, 'path' | 'writtenPath'>;

/** A batch as the journal tells it. */
interface JournalBatch {
  /** When its files had their paths, as ISO 8601. */
  readonly when: string;
  readonly files: ReadonlyMap<number, JournalFile>;
}

/** What the files of batches are found by. */
interface BatchFilesDependencies {
  /** The journal's folder. */
  readonly journal: string;
  readonly tracks: Pick<TrackStore, 'idOf'>;
  readonly moved: Pick<MovedFiles, 'pathOf'>;
}

/** Files of some milliseconds of work: folding their texts, looking them up in the library. */
const PIECE = 500;

/** The files of written batches, of which the journal tells; the batch that was asked for last is kept. */
export class BatchFiles {
  readonly #dependencies: BatchFilesDependencies;
  #last: { readonly batchId: string; readonly batch: Promise<JournalBatch> } | null = null;

  constructor(dependencies: BatchFilesDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The files of a batch that a search finds, in the order of the plan: several are written at a time.
   * @throws AppError journal-newer and the like
   */
  async find(batchId: string, search: string): Promise<FoundBatchFiles> {
    const words = searchWords(search);
    const [files, restorable]: [number[], number[]] = [[], []];
    const batch = await this.#batchOf(batchId);
    for (const [place, file] of [...batch.files.values()].entries()) {
      if (place % PIECE === PIECE - 1) await setImmediate();
      if (words.length > 0 && !hasWords(searchText(file, this.#pathOf(file, batch)), words)) continue;
      files.push(file.file);
      if (isRestorable(file.state)) restorable.push(file.file);
    }
    return { files: Int32Array.from(files).sort(), restorable: Int32Array.from(restorable).sort() };
  }

  /** Some files of a batch by their numbers; those that it does not have are left out. @throws AppError as find */
  async rows(batchId: string, files: Int32Array): Promise<BatchFile[]> {
    const batch = await this.#batchOf(batchId);
    const rows: BatchFile[] = [];
    for (const [place, number] of files.entries()) {
      const file = batch.files.get(number);
      if (file) rows.push(this.#rowOf(file, this.#pathOf(file, batch)));
      if (place % PIECE === PIECE - 1) await setImmediate();
    }
    return rows;
  }

  /** Something was written or undone: what is kept is out of date. */
  forget(): void {
    this.#last = null;
  }

  /** Where it lies, as far as the library knows; else as the journal does. */
  #pathOf({ path, writtenPath }: JournalFile, { when }: JournalBatch): string {
    const place = this.#dependencies.moved.pathOf(writtenPath, when);
    return place === writtenPath ? path : place;
  }

  #rowOf({ path: _journals, writtenPath: _then, ...file }: JournalFile, path: string): BatchFile {
    return { ...file, fileName: basename(path), folder: dirname(path), track: this.#dependencies.tracks.idOf(path) };
  }

  #batchOf(batchId: string): Promise<JournalBatch> {
    if (this.#last?.batchId !== batchId) this.#last = { batchId, batch: this.#read(batchId) };
    return this.#last.batch;
  }

  async #read(batchId: string): Promise<JournalBatch> {
    const { head, files: states } = await readBatchState(this.#dependencies.journal, batchId);
    const files = new Map<number, JournalFile>();
    for (const [place, state] of states.entries()) {
      if (place % PIECE === PIECE - 1) await setImmediate();
      const file = fileOf(state);
      if (file) files.set(file.file, file);
    }
    return { when: head?.createdAt ?? '', files };
  }
}

/** An undo that was refused may be tried again: the file may have come back. */
function isRestorable(state: BatchFileState): boolean {
  return state === 'written' || state === 'refused';
}

/** Null for a file that was never written. */
function fileOf({ file, path, writtenPath, prepared, last, refused }: FileState): JournalFile | null {
  if (!prepared || last === 'abandoned' || last === 'begun' || last === 'prepared') return null;
  return {
    file,
    path,
    writtenPath,
    before: prepared.genresBefore,
    after: prepared.genresAfter,
    fields: (prepared.fields ?? []).map(({ field }) => field),
    state: last === 'undone' ? 'undone' : last !== 'written' ? 'unfinished' : refused ? 'refused' : 'written',
  };
}

function searchText({ before, after }: JournalFile, path: string): string {
  return foldText([basename(path), dirname(path), ...before, ...after].join('\n'));
}
