import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { BatchFile, FoundBatchFiles } from '../../src-main/contract/tags.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';
import type { Messages } from './messages.svelte.ts';
import type { TrackWalk } from './track-walk.ts';

const NOTHING: FoundBatchFiles = { files: new Int32Array(), restorable: new Int32Array() };

/** The files of one batch: searched, looked at as they come into view, and ticked. */
export class BatchFileStore {
  found = $state.raw(NOTHING);
  isLoaded = $state.raw(false);
  /** Numbers of the ticked files. */
  readonly ticked = new SvelteSet<number>();
  readonly #rows = new SvelteMap<number, BatchFile>();
  /** The tracks of the rows that are known, in the order of what was found. */
  readonly #tracks: readonly TrackId[] = $derived(
    Array.from(this.found.files).flatMap((file) => this.#rows.get(file)?.track ?? []),
  );
  readonly #api: Client;
  readonly #messages: Messages;
  readonly #batchId: string;
  #asked = 0;

  constructor(api: Client, messages: Messages, batchId: string) {
    this.#api = api;
    this.#messages = messages;
    this.#batchId = batchId;
  }

  async search(search: string): Promise<void> {
    const asked = ++this.#asked;
    const asking = this.#api.call('tags.batchFiles', { batchId: this.#batchId, search });
    const found = await this.#messages.attempt(asking);
    if (!found || asked !== this.#asked) return;
    this.found = found;
    this.isLoaded = true;
  }

  /** The file in a place of what was found, once it is known. */
  at(place: number): BatchFile | undefined {
    return this.#rows.get(this.found.files[place] ?? -1);
  }

  /** Says which places are in view, `to` not included. */
  async show(from: number, to: number): Promise<void> {
    const files = this.found.files.subarray(from, to).filter((file) => !this.#rows.has(file));
    if (files.length === 0) return;
    const rows = await this.#messages.attempt(this.#api.call('tags.batchRows', { batchId: this.#batchId, files }));
    for (const row of rows ?? []) this.#rows.set(row.file, row);
  }

  /** The way along the tracks of the files that were looked at so far, from one of them; it grows as others come into view. */
  walkFrom({ track }: BatchFile): TrackWalk {
    const placeOf = (id: TrackId) => this.#tracks.indexOf(id);
    return { at: track === null ? -1 : placeOf(track), idAt: (place) => this.#tracks[place], placeOf };
  }

  tick(file: number, isTicked: boolean): void {
    if (isTicked) this.ticked.add(file);
    else this.ticked.delete(file);
  }

  /** Ticks all that were found and can be restored, besides those that are ticked. */
  tickFound(): void {
    for (const file of this.found.restorable) this.ticked.add(file);
  }

  untickAll(): void {
    this.ticked.clear();
  }
}
