import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { Overview } from '../../src-main/contract/overview.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';

/** What the shown tracks are made of. The last figures stay until the next ones are counted. */
export class OverviewStore {
  overview = $state.raw<Overview | null>(null);
  failure = $state.raw<ErrorData | null>(null);
  readonly #api: Client;
  #wanted: TrackSelection | null = null;
  #isCounting = false;

  constructor(api: Client) {
    this.#api = api;
  }

  /** Counts some tracks. One request runs at a time: of those that come meanwhile, the last one is counted. */
  async count(selection: TrackSelection): Promise<void> {
    this.#wanted = selection;
    if (this.#isCounting) return;
    this.#isCounting = true;
    for (let next = this.#take(); next !== null; next = this.#take()) await this.#count(next);
    this.#isCounting = false;
  }

  #take(): TrackSelection | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted;
  }

  async #count(selection: TrackSelection): Promise<void> {
    try {
      this.overview = await this.#api.call('views.overview', { selection });
      this.failure = null;
    } catch (error) {
      this.failure = errorDataOf(error);
    }
  }
}
