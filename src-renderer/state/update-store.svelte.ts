import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { OperationName } from '../../src-main/contract/operations/index.ts';
import type { ReleaseNotes, UpdateState } from '../../src-main/contract/updates.ts';
import { NO_UPDATE } from '../../src-main/contract/updates.ts';
import { failureOf, type Client } from '../api/bridge.ts';
import type { Dialogs } from './dialogs.svelte.ts';

type Act = Extract<OperationName, `updates.${string}`>;

/** Newer versions of the app, and what is new in this one. */
export class UpdateStore {
  state = $state.raw<UpdateState>(NO_UPDATE);
  /** Why the last request was refused. */
  failure = $state.raw<ErrorData | null>(null);
  news = $state.raw<ReleaseNotes | null>(null);

  readonly #api: Client;
  readonly #dialogs: Dialogs;

  constructor(api: Client, dialogs: Dialogs) {
    this.#api = api;
    this.#dialogs = dialogs;
    api.on('updates.changed', (state) => (this.state = state));
  }

  open(): Promise<void> {
    return this.#attempt(async () => {
      this.state = await this.#api.call('updates.state', null);
    });
  }

  /** Shows what is offered, or asks the server whether there is something. */
  checkNow(): void {
    this.#dialogs.show('update');
    const { phase } = this.state;
    if (phase !== 'checking' && phase !== 'downloading' && phase !== 'ready') void this.run('updates.check');
  }

  /** Shows what is new in the running version; it is not offered any more. */
  async showNews(): Promise<void> {
    await this.#attempt(async () => {
      this.news = await this.#api.call('updates.news', null);
    });
    this.#dialogs.show('news');
    if (this.state.updatedFrom !== null) await this.run('updates.dismissNews');
  }

  /** Ends the app and starts the new version; the dialog says why where that is refused. */
  async restart(): Promise<void> {
    await this.run('updates.restart');
    if (this.failure) this.#dialogs.show('update');
  }

  /** Asks for something that needs no more words; a refusal is in {@link failure}. */
  run(act: Act): Promise<void> {
    return this.#attempt(() => this.#api.call(act, null));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    this.failure = await failureOf(work());
  }
}
