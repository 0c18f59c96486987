import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { ModelVersion, RetrainChoice, RetrainResult, RetrainState } from '../../src-main/contract/retrain.ts';
import { NO_RETRAIN } from '../../src-main/contract/retrain.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { failureOf, type Client } from '../api/bridge.ts';

/** While a model is made, and another cannot be begun. */
const BUSY_PHASES: ReadonlySet<RetrainState['phase']> = new Set(['analysing', 'retraining', 'training', 'comparing']);

/** Learning from the user's labels, and the versions that came of it. */
export class RetrainStore {
  state = $state.raw<RetrainState>(NO_RETRAIN);
  versions = $state.raw<readonly ModelVersion[]>([]);
  choice = $state.raw<RetrainChoice>({ mode: 'quick', keepsShipped: true });
  /** The tracks listed in the result, by id. */
  rows = $state.raw<Readonly<Record<number, TrackRow>>>({});
  /** Tracks whose doubtful label the user has kept or changed. */
  reviewed = $state.raw<readonly number[]>([]);
  failure = $state.raw<ErrorData | null>(null);
  /** Whether the library's predictions are being computed for another model. */
  isSwitching = $state.raw(false);
  readonly isBusy = $derived(BUSY_PHASES.has(this.state.phase));

  readonly #api: Client;
  readonly #ended: (state: RetrainState) => void;

  /** @param ended called when a retraining has finished or failed */
  constructor(api: Client, ended: (state: RetrainState) => void) {
    this.#api = api;
    this.#ended = ended;
    api.on('retrain.changed', (state) => this.#follow(state));
  }

  open(): Promise<void> {
    return this.#attempt(async () => {
      this.#take(await this.#api.call('retrain.state', null));
      this.versions = await this.#api.call('retrain.versions', null);
    });
  }

  /** Marks a doubtful label as reviewed. */
  markReviewed(id: number): void {
    this.reviewed = [...this.reviewed, id];
  }

  start(): Promise<void> {
    return this.#attempt(() => this.#api.call('retrain.start', this.choice));
  }

  resume(): Promise<void> {
    return this.#attempt(() => this.#api.call('retrain.resume', null));
  }

  /** Discards the result or the interrupted training; versions are kept. */
  discard(): Promise<void> {
    return this.#attempt(() => this.#api.call('retrain.discard', null));
  }

  cancel(): Promise<void> {
    return this.#attempt(() => this.#api.call('retrain.cancel', null));
  }

  /** @returns whether the model is now in use */
  async promote(model: string): Promise<boolean> {
    await this.#switch(() => this.#api.call('retrain.promote', { model }));
    return this.failure === null;
  }

  /** @returns the name of the previous model, null if there is none */
  async rollback(): Promise<string | null> {
    let before: string | null = null;
    await this.#switch(async () => {
      before = await this.#api.call('retrain.rollback', null);
    });
    return before;
  }

  /** Makes another model the current one, by which the library is predicted anew. */
  async #switch(work: () => Promise<unknown>): Promise<void> {
    this.isSwitching = true;
    await this.#attempt(work);
    this.isSwitching = false;
    await this.#refreshVersions();
  }

  #follow(state: RetrainState): void {
    const wasBusy = this.isBusy;
    this.#take(state);
    const hasEnded = state.phase === 'compared' || state.phase === 'failed';
    if (wasBusy && hasEnded) this.#ended(state);
  }

  #take(state: RetrainState): void {
    const isNew = state.result !== null && state.result.name !== this.state.result?.name;
    this.state = state;
    if (isNew) void this.#attempt(() => this.#fetchNamed(state.result));
  }

  /** Fetches the tracks that a result names, and the versions, of which it is one. */
  async #fetchNamed(result: RetrainResult | null): Promise<void> {
    const named = [...(result?.doubtful ?? []), ...(result?.library.mostChanged ?? [])];
    const ids = Int32Array.from(named, ({ id }) => id);
    if (ids.length > 0) {
      const rows = await this.#api.call('library.rows', { ids });
      this.rows = Object.fromEntries(rows.map((row) => [row.id, row]));
    }
    await this.#refreshVersions();
  }

  async #refreshVersions(): Promise<void> {
    this.versions = await this.#api.call('retrain.versions', null).catch(() => this.versions);
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    this.failure = await failureOf(work());
  }
}
