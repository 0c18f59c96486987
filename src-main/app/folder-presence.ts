import { opendir, stat } from 'node:fs/promises';
import { fsPath } from '../files/fs-path.ts';
import type { FolderStore } from '../library/folder-store.ts';

/** A drive that sleeps needs some seconds; a server that is gone never answers. */
const PATIENCE_MILLISECONDS = 20_000;

/** Knows which of a library's folders are there. */
export class FolderPresence {
  readonly #folders: Pick<FolderStore, 'of' | 'holdsTracks'>;
  /** Device and number of folders that were there. */
  readonly #known = new Map<string, string>();
  /** One at a time of each folder: looks that nobody answers would take all threads of the disk. */
  readonly #looks = new Map<string, Promise<boolean>>();

  constructor(folders: Pick<FolderStore, 'of' | 'holdsTracks'>) {
    this.#folders = folders;
  }

  /** Those of a library's folders that are not there. @param root the first of them */
  async goneOf(root: string): Promise<readonly string[]> {
    const folders = this.#folders.of(root);
    const areThere = await Promise.all(folders.map((folder) => this.#look(root, folder)));
    return folders.filter((_, index) => areThere[index] === false);
  }

  async #look(root: string, folder: string): Promise<boolean> {
    const look = this.#looks.get(folder) ?? this.#isThere(root, folder).finally(() => this.#looks.delete(folder));
    this.#looks.set(folder, look);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MILLISECONDS)));
    return Promise.race([look, late]).finally(() => clearTimeout(timer));
  }

  /** A drive leaves an empty folder where it was mounted; one that was emptied is the same folder as before. */
  async #isThere(root: string, folder: string): Promise<boolean> {
    const stats = await stat(fsPath(folder)).catch(() => null);
    if (!stats?.isDirectory()) return false;
    const place = `${stats.dev}:${stats.ino}`;
    if (this.#known.get(folder) === place) return true;
    if (this.#folders.holdsTracks(root, folder) && (await isEmpty(folder))) return false;
    this.#known.set(folder, place);
    return true;
  }
}

/** A folder that cannot be read may hold something. */
async function isEmpty(folder: string): Promise<boolean> {
  try {
    const entries = await opendir(fsPath(folder));
    const first = await entries.read();
    await entries.close();
    return first === null;
  } catch {
    return false;
  }
}
