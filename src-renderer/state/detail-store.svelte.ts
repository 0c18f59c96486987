import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { TrackDetail, TrackId } from '../../src-main/contract/track.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';

/** The details of the focused track. The last details stay until those of the next track are loaded. */
export class DetailStore {
  detail = $state.raw<TrackDetail | null>(null);
  failure = $state.raw<ErrorData | null>(null);

  readonly #api: Client;
  #id: TrackId | null = null;
  #isLoading = false;

  constructor(api: Client) {
    this.#api = api;
  }

  /** Shows a track, or none. While a track loads, only the latest other request is kept. */
  async show(id: TrackId | null): Promise<void> {
    this.#id = id;
    if (id === null) this.#set(null, null);
    if (this.#isLoading) return;
    this.#isLoading = true;
    for (let next = this.#id; next !== null; next = this.#id === next ? null : this.#id) await this.#load(next);
    this.#isLoading = false;
  }

  async #load(id: TrackId): Promise<void> {
    try {
      const detail = await this.#api.call('library.detail', { id });
      if (this.#id === id) this.#set(detail, null);
    } catch (error) {
      if (this.#id === id) this.#set(null, errorDataOf(error));
    }
  }

  #set(detail: TrackDetail | null, failure: ErrorData | null): void {
    this.detail = detail;
    this.failure = failure;
  }
}
