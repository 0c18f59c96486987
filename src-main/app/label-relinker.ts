import { access } from 'node:fs/promises';
import type { TrackId } from '../contract/track.ts';
import { REMOVED } from '../library/missing-store.ts';
import type { RecordingRow, RecordingStore, UnknownRecording } from '../library/recording-store.ts';

/** Every change of the library makes the next search read again what was kept of it. */
const KEPT_AT_ONCE = 50;

/** What keeping labels with recordings needs. */
export interface LabelRelinkerDependencies {
  readonly store: RecordingStore;
  /** Hash of a file's audio packets; empty where they cannot be read, null where that cannot be said now. */
  readonly hashOf: (path: string) => Promise<string | null>;
  /** Whether nothing else reads files: hashes can wait. */
  readonly isIdle: () => boolean;
}

/**
 * Keeps labels with recordings: a file that was moved, renamed, tagged anew or written anew in another lossless format is
 * known by its packets, else by its length and sound.
 */
export class LabelRelinker {
  readonly #dependencies: LabelRelinkerDependencies;
  /** Asked in vain since the app began. */
  readonly #unreachable = new Set<TrackId>();
  #remembering: Promise<void> | null = null;
  #isStopped = false;

  constructor(dependencies: LabelRelinkerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Keeps what labelled recordings are while they are there, one by one in the background. */
  remember(): Promise<void> {
    this.#remembering ??= this.#readAll().finally(() => (this.#remembering = null));
    return this.#remembering;
  }

  /**
   * Checks whether the changed labelled files of a folder still contain the labelled recordings.
   * @returns the number of files that do not; their labels are kept for the recordings
   */
  async verify(root: string): Promise<number> {
    const { store } = this.#dependencies;
    let parted = 0;
    for (const { labelled, file } of store.changed(root)) {
      const hash = await this.#hashOf(file);
      if (this.#isStopped) break;
      // What cannot be read, now or ever, stays as it is.
      if (hash === null || hash === '') continue;
      const isAlike = store.soundsLike(labelled, file);
      const isSame =
        hash === labelled.sound_hash || isAlike === true || (isAlike === null && labelled.sound_hash === '');
      if (isSame) store.keepRecording(file.id);
      else if (store.detachFile(labelled)) parted += 1;
    }
    return parted;
  }

  /** Looks for labelled tracks that are gone among those of a folder. @returns how many were found */
  async reunite(root: string): Promise<number> {
    const { store } = this.#dependencies;
    const reachable = new Map<string, boolean>();
    let found = 0;
    for (const lost of store.absent(root)) {
      if (this.#isStopped) break;
      // A drive that is not there has lost nothing, and what is still at its place belongs to another folder.
      if (!reachable.has(lost.root)) reachable.set(lost.root, lost.root === REMOVED || (await isThere(lost.root)));
      if (!reachable.get(lost.root) || (await isThere(lost.path))) continue;
      const twin = await this.#twinOf(lost, store.candidates(root, lost));
      if (twin && !this.#isStopped && store.reunite(lost, twin)) found += 1;
    }
    return found;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /**
   * A candidate with the same audio packets, else one that sounds the same. Where both have been analysed, only a
   * candidate that sounds the same is read.
   */
  async #twinOf(lost: RecordingRow, candidates: readonly RecordingRow[]): Promise<RecordingRow | undefined> {
    const possible = candidates
      .map((candidate) => ({ candidate, isAlike: this.#dependencies.store.soundsLike(lost, candidate) }))
      .filter(({ isAlike }) => isAlike !== false);
    for (const { candidate } of lost.sound_hash ? possible : []) {
      if (this.#isStopped) return undefined;
      if ((await this.#hashOf(candidate)) === lost.sound_hash) return candidate;
    }
    return possible.find(({ candidate, isAlike }) => isAlike === true && candidate.duration !== null)?.candidate;
  }

  async #hashOf({
    id,
    path,
    sound_hash: known,
  }: Pick<RecordingRow, 'id' | 'path' | 'sound_hash'>): Promise<string | null> {
    if (known !== null) return known;
    const hash = await this.#dependencies.hashOf(path);
    if (hash !== null && !this.#isStopped) this.#dependencies.store.keepHash(id, hash);
    return hash;
  }

  async #readAll(): Promise<void> {
    const { store } = this.#dependencies;
    store.forgetUnlabelled();
    // Others may have been labelled meanwhile.
    for (let read: number | null = null; read !== 0;) {
      read = await this.#readOnce();
      if (read === null) return;
    }
    store.completeRecordings();
  }

  /** Goes through the labelled tracks once. @returns how many were read; null where reading has to wait */
  async #readOnce(): Promise<number | null> {
    const { store, isIdle, hashOf } = this.#dependencies;
    let read = 0;
    const hashed: (UnknownRecording & { readonly hash: string })[] = [];
    for (let tracks = store.unknown(0); tracks.length > 0; tracks = store.unknown(tracks.at(-1)?.id ?? 0)) {
      for (const track of tracks.filter(({ id }) => !this.#unreachable.has(id))) {
        const hash = isIdle() && !this.#isStopped ? await hashOf(track.path) : undefined;
        if (this.#isStopped) return null;
        if (hash === undefined || hashed.length >= KEPT_AT_ONCE) store.keepRecordings(hashed.splice(0));
        if (hash === undefined) return null;
        if (hash === null) this.#unreachable.add(track.id);
        else hashed.push({ ...track, hash });
        read += 1;
      }
    }
    store.keepRecordings(hashed);
    return read;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
