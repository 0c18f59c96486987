import { randomUUID } from 'node:crypto';
import type { Notice, NoticeWords } from '../contract/app-state.ts';
import type { Emit } from './event-bus.ts';

/** What a notice lets the user do. */
export interface NoticeOffer {
  /** The button's text. */
  readonly label: string;
  readonly run: () => Promise<void> | void;
}

/** What the app tells by itself; each notice is shown until it is dismissed. */
export class Notices {
  readonly #emit: Emit;
  readonly #offers = new Map<string, NoticeOffer['run']>();
  #shown: readonly Notice[] = [];

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** The oldest first. */
  get shown(): readonly Notice[] {
    return this.#shown;
  }

  /** Shows a notice, and tells the window. @returns its id */
  show(words: NoticeWords, offer?: NoticeOffer): string {
    const notice: Notice = { ...words, id: randomUUID(), ...(offer ? { action: offer.label } : {}) };
    if (offer) this.#offers.set(notice.id, offer.run);
    this.#shown = [...this.#shown, notice];
    this.#emit('notice', notice);
    return notice.id;
  }

  /** Does what a notice offers, and takes it away; does nothing where it is not shown any more. */
  async accept(id: string): Promise<void> {
    const run = this.#offers.get(id);
    this.dismiss(id);
    await run?.();
  }

  /** Takes a notice away that is not true any more, and tells the window. */
  takeBack(id: string): void {
    this.dismiss(id);
    this.#emit('notice.over', { id });
  }

  /** Takes a notice away; one that is not shown is no error. */
  dismiss(id: string): void {
    this.#offers.delete(id);
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
  }
}
