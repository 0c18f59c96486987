import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { RetrainChoice, RetrainState, ModelVersion } from '../../src-main/contract/retrain.ts';
import { NO_RETRAIN } from '../../src-main/contract/retrain.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { failureOf, type Client } from '../api/bridge.ts';

/** Retraining on the user's labels, and the resulting versions. */
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
  readonly isBusy = $derived(
    this.state.phase === 'hearing' ||
      this.state.phase === 'learning' ||
      this.state.phase === 'training' ||
      this.state.phase === 'comparing',
  );

  readonly #api: Client;
  readonly #ended: (state: RetrainState) => void;

  /** @param ended called when a retraining has finished or failed */
  constructor(api: Client, ended: (state: RetrainState) => void) {
    this.#api = api;
    this.#ended = ended;
    api.on('retrain.changed', (state) => {
      const wasBusy = this.isBusy;
      this.#take(state);
      if (wasBusy && (state.phase === 'compared' || state.phase === 'failed')) this.#ended(state);
    });
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
    this.isSwitching = true;
    await this.#attempt(() => this.#api.call('retrain.promote', { model }));
    this.isSwitching = false;
    await this.#refreshVersions();
    return this.failure === null;
  }

  /** @returns the name of the previous model, null if there is none */
  async rollback(): Promise<string | null> {
    let before: string | null = null;
    this.isSwitching = true;
    await this.#attempt(async () => (before = await this.#api.call('retrain.rollback', null)));
    this.isSwitching = false;
    await this.#refreshVersions();
    return before;
  }

  #take(state: RetrainState): void {
    const isNew = state.result !== null && state.result.name !== this.state.result?.name;
    this.state = state;
    if (isNew) void this.#attempt(() => this.#nameTracks(state));
  }

  async #nameTracks({ result }: RetrainState): Promise<void> {
    const ids = [...(result?.doubtful ?? []), ...(result?.library.mostChanged ?? [])].map(({ id }) => id);
    if (ids.length > 0)
      this.rows = Object.fromEntries(
        (await this.#api.call('library.rows', { ids: Int32Array.from(ids) })).map((row) => [row.id, row]),
      );
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
