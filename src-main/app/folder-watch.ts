import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { WatchProtocol } from '../workers/watch-protocol.ts';
import { watchProtocol } from '../workers/watch-protocol.ts';
import { FolderLookout } from './folder-lookout.ts';

/** What watching works with. */
export interface FolderWatchDependencies {
  readonly startProcess: StartPort;
  /** The folder to watch; null where there is none, or the user wants none to be watched. */
  readonly folder: () => string | null;
  /** All folders of the library that a folder begins. */
  readonly foldersOf: (root: string) => readonly string[];
  /** Those of a library's folders that are not there. */
  readonly goneOf: (root: string) => Promise<readonly string[]>;
  /** Told which of the open library's folders are not there, as soon as that is known. */
  readonly onGone: (folders: readonly string[], gone: readonly string[]) => void;
  /** Scans for what changed. @returns false where that cannot begin now */
  readonly scan: (folder: string) => boolean;
  /** Whether the app itself is changing files. */
  readonly isWriting: () => boolean;
}

/** How a scan went through the folder. */
export interface ListedFolder {
  /** Whether it left files for later, since they may be being copied. */
  readonly isUnsettled: boolean;
  readonly milliseconds: number;
}

/** Nothing may have changed for this long before a scan: a copy that grows is waited for. */
const QUIET_MILLISECONDS = 4_000;
/** Changes that never pause are scanned this long after the first one; files that still grow are left then. */
const PATIENCE_MILLISECONDS = 30_000;
/** Where the system tells nothing. */
const POLL_MILLISECONDS = 60_000;
/** Listing the folder takes at most one part in so many of the time. */
const REST_RATIO = 20;
const LONGEST_REST_MILLISECONDS = 600_000;

/**
 * Notices changes in the open folder and lets it be scanned: by the system's word, else by looking from time to time. Folders that
 * go away and come back are watched and scanned anew.
 */
export class FolderWatch {
  readonly #dependencies: FolderWatchDependencies;
  readonly #client: Client<WatchProtocol>;
  readonly #lookout: FolderLookout;
  #folder: string | null = null;
  #folders: readonly string[] = [];
  #isPolling = false;
  /** Whether a scan has listed the folder since watching was begun. */
  #isListed = false;
  /** How often watching was begun. */
  #beginnings = 0;
  /** When the first and the last change came that no scan has seen; null: none. */
  #changed: { readonly first: number; readonly last: number } | null = null;
  /** Not before then is the folder listed again. */
  #restsUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(dependencies: FolderWatchDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(watchProtocol, dependencies.startProcess, {
      crashCode: 'worker-crashed',
      onCrash: () => this.#poll(),
    });
    this.#lookout = new FolderLookout({
      goneOf: dependencies.goneOf,
      onLook: (gone, before) => this.#onLook(gone, before),
    });
    this.#client.on('changed', () => this.noteChange());
    this.#client.on('lost', () => this.#poll());
  }

  /** Another folder is open, the library has other folders, or the user has changed whether it is watched. */
  refresh(): void {
    const folder = this.#dependencies.folder();
    const folders = folder === null ? [] : this.#dependencies.foldersOf(folder);
    if (folder === this.#folder && folders.join('\0') === this.#folders.join('\0')) return;
    this.#folder = folder;
    this.#folders = folders;
    this.#changed = null;
    this.#restsUntil = 0;
    clearTimeout(this.#timer);
    this.#endWatching();
    if (folder === null) this.#lookout.end();
    else this.#lookout.begin(folder);
  }

  /** Something in the folder changed. */
  noteChange(): void {
    const now = Date.now();
    this.#changed = { first: this.#changed?.first ?? now, last: now };
    this.#lookout.lookSoon();
    this.#schedule();
  }

  /** A scan has listed the folder. */
  noteListed({ isUnsettled, milliseconds }: ListedFolder): void {
    this.#isListed = true;
    this.#rest(Math.min(LONGEST_REST_MILLISECONDS, milliseconds * REST_RATIO));
    if (isUnsettled && this.#folder !== null) this.noteChange();
  }

  /** A scan has ended: what changed meanwhile has its turn. */
  noteIdle(): void {
    this.#schedule();
  }

  stop(): void {
    this.#folder = null;
    clearTimeout(this.#timer);
    this.#lookout.end();
    this.#endWatching();
  }

  /** The system watches what it met at a path: a folder that has come back is another one. */
  #onLook(gone: readonly string[], before: readonly string[] | null): void {
    this.#dependencies.onGone(this.#folders, gone);
    void this.#watch(this.#folders.filter((folder) => !gone.includes(folder)));
    if (before === null || before.every((folder) => gone.includes(folder))) return;
    this.#restsUntil = 0;
    this.noteChange();
  }

  #endWatching(): void {
    this.#beginnings += 1;
    this.#isListed = false;
    this.#isPolling = false;
    this.#client.kill();
  }

  async #watch(folders: readonly string[]): Promise<void> {
    this.#endWatching();
    const beginning = this.#beginnings;
    if (folders.length === 0) return;
    // A system without room for more watches, or without the service: looking from time to time does.
    const { isWatched } = await this.#client
      .ask('watch', { folders: [...folders] })
      .catch(() => ({ isWatched: false }));
    if (beginning !== this.#beginnings) return;
    if (!isWatched) this.#poll();
    // Nobody has seen what came between a list and the watching.
    else if (this.#isListed) this.noteChange();
  }

  #poll(): void {
    this.#isPolling = true;
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const due = this.#due();
    if (this.#folder === null || due === null) return;
    this.#timer = setTimeout(() => void this.#scan(), Math.max(0, due - Date.now()));
  }

  /** When the next scan is due, in milliseconds since 1970; null: never. */
  #due(): number | null {
    if (this.#changed === null)
      return this.#isPolling ? Math.max(this.#restsUntil, Date.now() + POLL_MILLISECONDS) : null;
    const { first, last } = this.#changed;
    return Math.max(this.#restsUntil, Math.min(last + QUIET_MILLISECONDS, first + PATIENCE_MILLISECONDS));
  }

  async #scan(): Promise<void> {
    const { goneOf, isWriting, scan } = this.#dependencies;
    const folder = this.#folder;
    if (folder === null) return;
    const isReachable = (await goneOf(folder)).length < this.#folders.length;
    if (folder !== this.#folder) return;
    // A drive that was taken out has lost no files, and what the app itself writes is known.
    if (!isReachable || isWriting()) {
      this.#rest(isReachable ? QUIET_MILLISECONDS : POLL_MILLISECONDS);
      return this.#schedule();
    }
    // Where another scan runs, its end comes back to this.
    if (scan(folder)) this.#changed = null;
  }

  #rest(milliseconds: number): void {
    this.#restsUntil = Date.now() + milliseconds;
  }
}
