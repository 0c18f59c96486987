import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { NoticeWords } from '../contract/app-state.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { TrackId } from '../contract/track.ts';
import type { NotOpenedReason } from '../contract/values.ts';
import { isInsideAny } from '../files/is-inside.ts';
import type { Emit } from './event-bus.ts';
import type { Notices } from './notices.ts';
import { realFolder } from './open-folder.ts';
import { addedFoldersNotice, notOpenedNotice } from './opening-notices.ts';

/** What was named and is not opened. */
export interface NotOpened {
  readonly path: string;
  readonly reason: NotOpenedReason;
}

/** What was named to the app from outside: on its command line, by another start, by the system. Absolute paths. */
export interface NamedMusic {
  readonly folders: readonly string[];
  /** Files that look like music. */
  readonly files: readonly string[];
  readonly refused: readonly NotOpened[];
}

/** What opening works with. */
export interface OpeningDependencies {
  readonly idOf: (path: string) => TrackId | null;
  /** All folders of the library that a folder begins. */
  readonly foldersOf: (root: string) => readonly string[];
  readonly addFolder: (folder: string) => Promise<unknown>;
  readonly notices: Pick<Notices, 'show'>;
  readonly emit: Emit;
}

/** Decides which folder is opened for music that was named from outside, and which of its tracks are selected. */
export class Opening {
  readonly #dependencies: OpeningDependencies;
  #root = '';
  /** Files that the library does not know yet, each by the paths that it may have there. */
  #wanted: readonly (readonly string[])[] = [];
  #named = new Int32Array();

  constructor(dependencies: OpeningDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Chooses what to open: the first folder, else the folder of the first file, but the library that is open where all files
   * lie in it. Further folders are offered, and what cannot be opened is told.
   * @param open the folder that is open; null where none is
   * @returns the folder to open; null where there is nothing to open
   */
  async choose({ folders, files, refused }: NamedMusic, open: string | null): Promise<string | null> {
    const placed = await Promise.all(files.map(placeOf));
    const candidates = await realFolders([...folders, ...placed.map(({ folder }) => folder)]);
    const opened = open === null ? [] : this.#dependencies.foldersOf(open);
    const isOpen = folders.length === 0 && candidates.real.every((folder) => isInsideAny(opened, folder));
    const root = (isOpen ? open : null) ?? candidates.real[0] ?? null;
    const told = [...refused, ...candidates.refused];
    if (told.length > 0) this.#dependencies.notices.show(notOpenedNotice(told));
    if (candidates.real.length === 0 || root === null) return null;
    this.#root = root;
    const library = this.#dependencies.foldersOf(root);
    this.#wanted = placed.filter(({ folder }) => isInsideAny([root, ...library], folder)).map(({ paths }) => paths);
    this.#offer(candidates.real.filter((folder) => !isInsideAny([root, ...library], folder)));
    return root;
  }

  /**
   * Has the page select the named tracks where the library knows all of them.
   * @returns false where some are to be looked for in the folder first
   */
  select(): boolean {
    return this.#select(false);
  }

  /** A folder has been listed: files that are not in the library now are left out. */
  noteListed(root: string): void {
    if (root === this.#root) this.#select(true);
  }

  /** The named tracks that the page has not selected yet; it gets them once. */
  takeNamed(): Int32Array {
    const named = this.#named;
    this.#named = new Int32Array();
    return named;
  }

  #select(isListed: boolean): boolean {
    const { emit, idOf, notices } = this.#dependencies;
    const ids = this.#wanted.map((paths) => paths.map(idOf).find((id) => id !== null) ?? null);
    const unknown = this.#wanted.filter((_, index) => ids[index] === null);
    if (unknown.length > 0 && !isListed) return false;
    this.#wanted = [];
    if (unknown.length > 0)
      notices.show(notOpenedNotice(unknown.map(([path = '']) => ({ path, reason: 'left-out' as const }))));
    const known = ids.filter((id) => id !== null);
    if (known.length === 0) return true;
    this.#named = Int32Array.from(known);
    emit('library.named', { tracks: known.length });
    return true;
  }

  #offer(folders: readonly string[]): void {
    if (folders.length === 0) return;
    const { words, action } = addedFoldersNotice(folders);
    this.#dependencies.notices.show(words, { label: action, run: () => this.#add(folders) });
  }

  async #add(folders: readonly string[]): Promise<void> {
    for (const folder of folders) {
      await this.#dependencies.addFolder(folder).catch((error: unknown) => {
        this.#dependencies.notices.show(failureWords(error));
      });
    }
  }
}

/** What a notice says of a failure. */
export function failureWords(error: unknown): NoticeWords {
  const { code, message } = toErrorData(error);
  return { severity: 'error', title: ERROR_TEXTS[code].title, detail: message };
}

/** The folder that a file was named in, and the paths that the library may know it by: through links, or without. */
async function placeOf(file: string): Promise<{ readonly folder: string; readonly paths: readonly string[] }> {
  const folder = await realpath(dirname(file)).catch(() => dirname(file));
  const real = await realpath(file).catch(() => file);
  return { folder, paths: [...new Set([join(folder, basename(file)), real])] };
}

/** Folders without links, each once, and none that lies in one before it. */
async function realFolders(
  folders: readonly string[],
): Promise<{ readonly real: readonly string[]; readonly refused: readonly NotOpened[] }> {
  const real: string[] = [];
  const refused: NotOpened[] = [];
  for (const path of new Set(folders)) {
    const folder = await realFolder(path).catch(() => null);
    if (folder === null) refused.push({ path, reason: 'unreadable' });
    else if (!isInsideAny(real, folder)) real.push(folder);
  }
  return { real, refused };
}
