import { basename } from 'node:path';
import type { ScannedFile } from '../contract/scanned-file.ts';

/** What is known of a track whose file was not found. */
export interface LostTrack {
  readonly id: number;
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly status: string;
}

/** The path of a track whose file holds another recording now has this mark. */
const DETACHED = '\u0001';

/** Tracks whose files were not found, to be known again among files that appeared. */
export class LostTracks {
  readonly #all: LostTrack[] = [];
  readonly #byName = new Map<string, LostTrack[]>();
  readonly #byContent = new Map<string, LostTrack[]>();
  /** How many files were found that are alike in size and time to a lost one. */
  readonly #found = new Map<string, number>();
  readonly #taken = new Set<number>();

  add(track: LostTrack): void {
    this.#all.push(track);
    if (track.path.includes(DETACHED)) return;
    push(this.#byName, nameKey(track.path, track.size, track.modified), track);
    push(this.#byContent, contentKey(track.size, track.modified), track);
  }

  /** Every file that was found is told, before any is asked for. */
  countFound({ size, modifiedMilliseconds }: ScannedFile): void {
    const key = contentKey(size, modifiedMilliseconds);
    if (this.#byContent.has(key)) this.#found.set(key, (this.#found.get(key) ?? 0) + 1);
  }

  /**
   * The track that a new file was: the only one with its name, size and time, else the only one with its size and time
   * where no other file has these. WAVE files of one length and one batch are alike in size and time.
   */
  take({ path, size, modifiedMilliseconds }: ScannedFile): LostTrack | undefined {
    const alike = this.#byName.get(nameKey(path, size, modifiedMilliseconds)) ?? [];
    const track = alike.length === 0 ? this.#renamed(size, modifiedMilliseconds) : alike[0];
    // Which of several it is cannot be told.
    if (!track || alike.length > 1) return undefined;
    this.#remove(track);
    return track;
  }

  /** Those that were not taken and not known to be gone. */
  get newlyLost(): LostTrack[] {
    return this.#all.filter((track) => track.status !== 'missing' && !this.#taken.has(track.id));
  }

  #renamed(size: number, modified: number): LostTrack | undefined {
    const key = contentKey(size, modified);
    const alike = this.#byContent.get(key) ?? [];
    return size > 0 && alike.length === 1 && this.#found.get(key) === 1 ? alike[0] : undefined;
  }

  #remove(track: LostTrack): void {
    this.#taken.add(track.id);
    for (const [map, key] of [
      [this.#byName, nameKey(track.path, track.size, track.modified)],
      [this.#byContent, contentKey(track.size, track.modified)],
    ] as const)
      map.set(
        key,
        (map.get(key) ?? []).filter(({ id }) => id !== track.id),
      );
  }
}

function push(map: Map<string, LostTrack[]>, key: string, track: LostTrack): void {
  const alike = map.get(key);
  if (alike) alike.push(track);
  else map.set(key, [track]);
}

function contentKey(size: number, modified: number): string {
  return `${size}/${modified}`;
}

function nameKey(path: string, size: number, modified: number): string {
  return `${contentKey(size, modified)}/${basename(path)}`;
}
