import type { TagProgress } from '../../src-main/contract/tags.ts';
import type { Client } from '../api/bridge.ts';
import type { Messages } from './messages.svelte.ts';

/** The one job that writes or restores tags, whichever dialog began it; the window stays usable meanwhile. */
export class TagWriting {
  /** Null while nothing is written. */
  kind = $state.raw<TagProgress['kind'] | null>(null);
  progress = $state.raw<TagProgress | null>(null);
  isCancelling = $state.raw(false);
  readonly isBusy = $derived(this.kind !== null);

  readonly #api: Client;
  readonly #messages: Messages;

  constructor(api: Client, messages: Messages) {
    this.#api = api;
    this.#messages = messages;
    api.on('tags.progress', (progress) => (this.progress = progress));
  }

  /** Does a job, of which progress is told. @throws BridgeError as the job */
  async run<Result>(kind: TagProgress['kind'], job: () => Promise<Result>): Promise<Result> {
    this.kind = kind;
    this.progress = null;
    this.isCancelling = false;
    try {
      return await job();
    } finally {
      this.kind = null;
    }
  }

  /** Stops after the files under way; what was written stays and can be undone. */
  async cancel(): Promise<void> {
    this.isCancelling = true;
    await this.#messages.attempt(this.#api.call('tags.cancel', null));
  }
}
