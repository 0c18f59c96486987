import { access } from 'node:fs/promises';
import type { SoundRow, SoundStore } from '../library/sound-store.ts';
import { soundsLike } from '../library/sound-store.ts';

/** What keeping labels with recordings needs. */
export interface LabelKeeperDependencies {
  readonly store: SoundStore;
  /** Hash of a file's audio packets; empty where they cannot be read, null where the file is not there. */
  readonly hashOf: (path: string) => Promise<string | null>;
}

/**
 * Keeps labels with recordings: a file that was moved, renamed, tagged anew or written anew in another lossless format is
 * known by its packets, else by its length and sound.
 */
export class LabelKeeper {
  readonly #dependencies: LabelKeeperDependencies;
  #reading: Promise<void> | null = null;
  #isStopped = false;

  constructor(dependencies: LabelKeeperDependencies) {
    this.#dependencies = dependencies;
  }

  /** Reads the packets of labelled tracks while they are there, one by one in the background. */
  remember(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Looks for labelled tracks that are gone among those of a folder. @returns how many were found */
  async reunite(root: string): Promise<number> {
    const { store } = this.#dependencies;
    let found = 0;
    for (const lost of store.absent(root)) {
      const candidates = store.candidates(root, lost);
      // What is still at its place is not lost: it belongs to another folder.
      if (this.#isStopped || candidates.length === 0 || (await access(lost.path).then(() => true, () => false))) continue;
      const twin = (await this.#byPackets(lost, candidates)) ?? candidates.find((candidate) => soundsLike(lost, candidate));
      if (twin && !this.#isStopped && store.reunite(lost.id, twin)) found += 1;
    }
    return found;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #byPackets(lost: SoundRow, candidates: readonly SoundRow[]): Promise<SoundRow | undefined> {
    if (!lost.sound_hash) return undefined;
    for (const candidate of candidates) {
      if (this.#isStopped) return undefined;
      if ((await this.#hashOf(candidate)) === lost.sound_hash) return candidate;
    }
    return undefined;
  }

  async #hashOf({ id, path }: Pick<SoundRow, 'id' | 'path'>): Promise<string | null> {
    const { store, hashOf } = this.#dependencies;
    const known = store.hashOf(id);
    if (known !== null) return known;
    const hash = await hashOf(path);
    if (hash !== null && !this.#isStopped) store.keepHash(id, hash);
    return hash;
  }

  /** Until nothing is left, or nothing more can be read. */
  async #readAll(): Promise<void> {
    for (let isProgress = true; isProgress; ) {
      isProgress = false;
      for (const track of this.#dependencies.store.unread()) {
        if (this.#isStopped) return;
        if ((await this.#hashOf(track)) !== null) isProgress = true;
      }
    }
  }
}
