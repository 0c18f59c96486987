import { texts } from '../texts/index.ts';
import type { Notices } from './notices.ts';
import { failureWords } from './opening.ts';

/** What telling works with. */
interface GoneFoldersDependencies {
  readonly notices: Notices;
  /** Asks the user where a folder is now; null where they do not say. */
  readonly chooseFolder: () => Promise<string | null>;
  /** A folder of a library has another path now. @throws AppError */
  readonly move: (from: string, to: string) => Promise<unknown>;
}

/** Folders of a library as they were found, or not. */
interface LookedAt {
  readonly folders: readonly string[];
  readonly gone: readonly string[];
  /** Whether the user asked: what was dismissed is told again. */
  readonly isAsked: boolean;
}

/** Tells which music folders are not there, and offers to find them. */
export class GoneFolders {
  readonly #dependencies: GoneFoldersDependencies;
  /** The notice of every folder that was told of. */
  readonly #told = new Map<string, string>();

  constructor(dependencies: GoneFoldersDependencies) {
    this.#dependencies = dependencies;
  }

  /** Tells of folders of the open library, of each once; what was told of one that is there again is taken back. */
  tell({ folders, gone, isAsked }: LookedAt): void {
    const { notices } = this.#dependencies;
    for (const folder of folders) {
      const told = this.#told.get(folder);
      if (!gone.includes(folder)) this.#takeBack(folder);
      else if (told === undefined || (isAsked && !notices.shown.some(({ id }) => id === told))) this.show(folder, true);
    }
  }

  /** Tells of one folder. @param isOpen whether it is of the open library, which waits for it */
  show(folder: string, isOpen: boolean): void {
    const { gone } = texts.notices;
    const words = { severity: 'warning', title: gone.title, detail: gone.detail({ folder, isOpen }) } as const;
    this.#takeBack(folder);
    const id = this.#dependencies.notices.show(words, { label: gone.find, run: () => this.#find(folder, isOpen) });
    this.#told.set(folder, id);
  }

  #takeBack(folder: string): void {
    const told = this.#told.get(folder);
    if (told !== undefined) this.#dependencies.notices.takeBack(told);
    this.#told.delete(folder);
  }

  async #find(folder: string, isOpen: boolean): Promise<void> {
    const { chooseFolder, move, notices } = this.#dependencies;
    try {
      const chosen = await chooseFolder();
      if (chosen === null) return this.show(folder, isOpen);
      await move(folder, chosen);
      this.#told.delete(folder);
    } catch (error) {
      notices.show(failureWords(error));
      this.show(folder, isOpen);
    }
  }
}
