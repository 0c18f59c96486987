import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { AddNetworkState } from '../../src-main/contract/networks.ts';
import { NO_NETWORK_ADDED } from '../../src-main/contract/networks.ts';
import type { OfferedNetworkName } from '../../src-main/contract/values.ts';
import { failureOf, type Client } from '../api/bridge.ts';

/** The network that the dialog shows. */
const NETWORK: OfferedNetworkName = 'efficientat-mn04';

/** Adding networks of others. */
export class NetworkStore {
  readonly network = NETWORK;
  state = $state.raw<AddNetworkState>(NO_NETWORK_ADDED);
  failure = $state.raw<ErrorData | null>(null);
  readonly isUnderWay = $derived(this.state.phase === 'downloading' || this.state.phase === 'adding');

  readonly #api: Client;

  /** @param ended told when a download or an adding that was under way is so no more */
  constructor(api: Client, ended: (state: AddNetworkState) => void) {
    this.#api = api;
    api.on('network.changed', (state) => {
      const hasEnded = this.isUnderWay;
      this.state = state;
      if (hasEnded && !this.isUnderWay) ended(state);
    });
  }

  open(): Promise<void> {
    return this.#attempt(async () => {
      this.state = await this.#api.call('networks.state', { network: NETWORK });
    });
  }

  /** Downloads the network, or the rest of it. */
  download(): Promise<void> {
    return this.#attempt(() => this.#api.call('networks.download', { network: NETWORK }));
  }

  /** What was downloaded is kept. */
  cancel(): Promise<void> {
    return this.#attempt(() => this.#api.call('networks.cancel', null));
  }

  /** Deletes what was downloaded. */
  discard(): Promise<void> {
    return this.#attempt(() => this.#api.call('networks.discard', { network: NETWORK }));
  }

  /** Asks for a file and adds the network in it. */
  addFile(): Promise<void> {
    return this.#attempt(() => this.#api.call('networks.addFile', null));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    this.failure = await failureOf(work());
  }
}
