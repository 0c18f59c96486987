import { randomUUID } from 'node:crypto';
import type { Notice } from '../contract/app-state.ts';
import type { Emit } from './event-bus.ts';

/** What the app tells by itself; each notice is shown until it is dismissed. */
export class Notices {
  readonly #emit: Emit;
  #shown: readonly Notice[] = [];

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** The oldest first. */
  get shown(): readonly Notice[] {
    return this.#shown;
  }

  /** Shows a notice, and tells the window. */
  show(notice: Omit<Notice, 'id'>): void {
    const complete = { ...notice, id: randomUUID() };
    this.#shown = [...this.#shown, complete];
    this.#emit('notice', complete);
  }

  /** Takes a notice away; one that is not shown is no error. */
  dismiss(id: string): void {
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
  }
}
