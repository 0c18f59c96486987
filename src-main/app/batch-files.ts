import { basename, dirname } from 'node:path';
import { foldText, hasWords, searchWords } from '../contract/folded-text.ts';
import type { BatchFile, FoundBatchFiles } from '../contract/tags.ts';
import type { BatchFileState } from '../contract/values.ts';
import type { FileState } from '../tags/batch-state.ts';
import { fileStates } from '../tags/batch-state.ts';
import { readBatch } from '../tags/journal.ts';

/** The files of written batches, of which the journal tells; the batch that was asked for last is kept. */
export class BatchFiles {
  readonly #journal: string;
  #last: { readonly batchId: string; readonly files: Promise<ReadonlyMap<number, BatchFile>> } | null = null;

  /** @param journal its folder */
  constructor(journal: string) {
    this.#journal = journal;
  }

  /** The files of a batch that a search finds. @throws AppError journal-newer and the like */
  async find(batchId: string, search: string): Promise<FoundBatchFiles> {
    const words = searchWords(search);
    const all = [...(await this.#filesOf(batchId)).values()];
    const found = words.length === 0 ? all : all.filter((file) => hasWords(searchText(file), words));
    const numbers = (files: readonly BatchFile[]) => Int32Array.from(files, ({ file }) => file);
    return { files: numbers(found), restorable: numbers(found.filter(({ state }) => isRestorable(state))) };
  }

  /** Some files of a batch by their numbers; those that it does not have are left out. @throws AppError as find */
  async rows(batchId: string, files: Int32Array): Promise<BatchFile[]> {
    const all = await this.#filesOf(batchId);
    return [...files].flatMap((file) => all.get(file) ?? []);
  }

  /** Something was written or undone: what is kept is out of date. */
  forget(): void {
    this.#last = null;
  }

  #filesOf(batchId: string): Promise<ReadonlyMap<number, BatchFile>> {
    if (this.#last?.batchId !== batchId) this.#last = { batchId, files: this.#read(batchId) };
    return this.#last.files;
  }

  async #read(batchId: string): Promise<ReadonlyMap<number, BatchFile>> {
    const states = fileStates(await readBatch(this.#journal, batchId));
    return new Map(states.flatMap((state) => fileOf(state) ?? []).map((file) => [file.file, file]));
  }
}

/** An undo that was refused may be tried again: the file may have come back. */
function isRestorable(state: BatchFileState): boolean {
  return state === 'written' || state === 'refused';
}

/** Null for a file that was never written. */
function fileOf({ file, path, prepared, last, refused }: FileState): BatchFile | null {
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

function searchText({ fileName, folder, before, after }: BatchFile): string {
  return foldText([fileName, folder, ...before, ...after].join('\n'));
}
