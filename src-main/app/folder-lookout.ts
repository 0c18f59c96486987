/** What the lookout works with. */
interface FolderLookoutDependencies {
  /** Those of a library's folders that are not there. */
  readonly goneOf: (root: string) => Promise<readonly string[]>;
  /** Told what the first look found, and then what has changed. @param before null at first */
  readonly onLook: (gone: readonly string[], before: readonly string[] | null) => void;
}

/** Systems tell nothing of a drive that is taken out or comes back. */
const LOOK_MILLISECONDS = 5_000;
/** A folder that is renamed is a change; many changes are one look. */
const SOON_MILLISECONDS = 500;

/** Looks from time to time which folders of the open library are there. */
export class FolderLookout {
  readonly #dependencies: FolderLookoutDependencies;
  #root: string | null = null;
  #gone: readonly string[] | null = null;
  /** Another one for every beginning: a look that ends later counts for nothing. */
  #watch = Symbol('watch');
  #timer: NodeJS.Timeout | undefined;
  #isSoon = false;

  constructor(dependencies: FolderLookoutDependencies) {
    this.#dependencies = dependencies;
  }

  /** Looks after the folders of another library, or of this one anew. */
  begin(root: string): void {
    this.end();
    this.#root = root;
    void this.#look();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#watch = Symbol('watch');
    this.#root = null;
    this.#gone = null;
  }

  /** Something has changed. */
  lookSoon(): void {
    if (this.#root !== null && !this.#isSoon) this.#lookIn(SOON_MILLISECONDS);
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#isSoon = milliseconds === SOON_MILLISECONDS;
    this.#timer = setTimeout(() => void this.#look(), milliseconds);
  }

  async #look(): Promise<void> {
    const [root, watch] = [this.#root, this.#watch];
    this.#isSoon = false;
    if (root === null) return;
    const gone = await this.#dependencies.goneOf(root);
    if (watch !== this.#watch) return;
    if (!this.#isSoon) this.#lookIn(LOOK_MILLISECONDS);
    const before = this.#gone;
    this.#gone = gone;
    if (before?.join('\0') !== gone.join('\0')) this.#dependencies.onLook(gone, before);
  }
}
