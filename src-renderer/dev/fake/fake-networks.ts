import type { AddNetworkState } from '../../../src-main/contract/networks.ts';
import { NO_NETWORK_ADDED, OFFERED_NETWORKS } from '../../../src-main/contract/networks.ts';
import type { HandlersOf } from './handlers.ts';

const STEPS = 20;
const STEP_MS = 150;

/** A download from nowhere. */
export class FakeNetworks {
  readonly #tell: (state: AddNetworkState) => void;
  #state: AddNetworkState = { ...NO_NETWORK_ADDED, server: 'github.com' };
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tell: (state: AddNetworkState) => void) {
    this.#tell = tell;
  }

  handlers(): HandlersOf<'networks'> {
    return {
      'networks.state': () => this.#state,
      'networks.download': ({ network }) => {
        const total = OFFERED_NETWORKS[network].bytes;
        this.#change({ phase: 'downloading', progress: { ...this.#state.progress, total } });
        this.#timer = setInterval(() => this.#receive(total / STEPS), STEP_MS);
        return null;
      },
      'networks.cancel': () => {
        clearInterval(this.#timer);
        this.#change({ phase: 'interrupted' });
        return null;
      },
      'networks.discard': () => {
        this.#change({ phase: 'idle', progress: NO_NETWORK_ADDED.progress });
        return null;
      },
      'networks.addFile': () => 'from-a-file',
    };
  }

  #receive(bytes: number): void {
    const { received, total } = this.#state.progress;
    const now = Math.min(total, received + bytes);
    this.#change({ progress: { received: now, total, etaSeconds: ((total - now) / bytes) * (STEP_MS / 1000) } });
    if (now < total) return;
    clearInterval(this.#timer);
    this.#change({ phase: 'done', added: 'efficientat-mn04', isInstalled: true });
  }

  #change(change: Partial<AddNetworkState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(this.#state);
  }
}
