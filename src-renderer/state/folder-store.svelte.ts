import type { ErrorData } from '../../src-main/contract/app-error.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import type { Dialogs } from './dialogs.svelte.ts';

/** The folders of the open library. */
export class FolderStore {
  /** The first one was opened, the others were added. */
  all = $state.raw<readonly string[]>([]);
  failure = $state.raw<ErrorData | null>(null);
  /** Whether the main process has yet to answer. */
  isBusy = $state.raw(false);

  readonly #api: Client;
  readonly #dialogs: Dialogs;

  constructor(api: Client, dialogs: Dialogs) {
    this.#api = api;
    this.#dialogs = dialogs;
    api.on('folders.changed', (folders) => (this.all = folders));
  }

  /** Opens the dialog that lists them. */
  show(): void {
    this.#dialogs.show('folders');
    void this.refresh();
  }

  refresh = (): Promise<void> => this.#take(this.#api.call('library.folders', null));
  /** Asks for a folder, and adds it. */
  add = (): Promise<void> => this.#take(this.#api.call('library.addFolder', null));
  remove = (index: number): Promise<void> => this.#take(this.#api.call('library.removeFolder', { index }));

  async #take(answer: Promise<readonly string[]>): Promise<void> {
    this.isBusy = true;
    this.failure = null;
    try {
      this.all = await answer;
    } catch (error) {
      this.failure = errorDataOf(error);
    }
    this.isBusy = false;
  }
}
