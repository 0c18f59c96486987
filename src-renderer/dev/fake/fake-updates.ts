import type { UpdateState } from '../../../src-main/contract/updates.ts';
import { NO_UPDATE } from '../../../src-main/contract/updates.ts';
import type { HandlersOf } from './handlers.ts';

const STEPS = 20;
const STEP_MS = 200;
const BYTES = 118_204_551;

/** A newer version that does not exist. */
export class FakeUpdates {
  readonly #tell: (state: UpdateState) => void;
  #state: UpdateState = { ...NO_UPDATE, way: 'installs', server: 'github.com', updatedFrom: '0.0.9' };
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tell: (state: UpdateState) => void) {
    this.#tell = tell;
  }

  handlers(): HandlersOf<'updates'> {
    const change = (next: Partial<UpdateState>) => {
      this.#state = { ...this.#state, ...next };
      this.#tell(this.#state);
      return null;
    };
    return {
      'updates.state': () => this.#state,
      'updates.check': () => change({ phase: 'offered', isDeclined: false, offer: OFFER }),
      'updates.download': () => this.#download(change),
      'updates.cancel': () => {
        clearInterval(this.#timer);
        return change({ phase: 'offered' });
      },
      'updates.decline': () => change({ phase: 'offered', isDeclined: true }),
      'updates.restart': () => null,
      'updates.showFile': () => null,
      'updates.news': () => NEWS,
      'updates.dismissNews': () => change({ updatedFrom: null }),
    };
  }

  #download(change: (next: Partial<UpdateState>) => null): null {
    let received = 0;
    this.#timer = setInterval(() => {
      received = Math.min(BYTES, received + BYTES / STEPS);
      change({ phase: 'downloading', progress: { received, total: BYTES, etaSeconds: 4 } });
      if (received < BYTES) return;
      clearInterval(this.#timer);
      change({ phase: 'ready' });
    }, STEP_MS);
    return null;
  }
}

const OFFER = {
  version: '0.2.0',
  notes:
    'Added\n\n- Genres are written in the background.\n- One genre an album.\n\nFixed\n\n- What a narrow window cut off.',
  bytes: BYTES,
  address: 'https://github.com/genrescope/genrescope/releases',
};

const NEWS = {
  version: '0.1.0',
  date: '2026-11-27',
  sections: [
    { title: 'Added', entries: ['Genres are written in the background.', 'One genre an album.'] },
    { title: 'Fixed', entries: ['What a narrow window cut off.'] },
  ],
};
