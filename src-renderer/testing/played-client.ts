import { setImmediate } from 'node:timers/promises';
import type { EventName } from '../../src-main/contract/operations/index.ts';

/** A call of the page's that a test answers. */
interface PlayedCall {
  readonly name: string;
  readonly request: unknown;
  readonly resolve: (response: never) => void;
  readonly reject: (error: Error) => void;
}

/** A main process that a test plays: it hears calls, and does what the test says. */
export class PlayedClient {
  readonly calls: PlayedCall[] = [];
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  #answered = 0;

  /** The call that came last. */
  get last(): PlayedCall | undefined {
    return this.calls.at(-1);
  }

  call(name: string, request: unknown): Promise<never> {
    return new Promise((resolve, reject) => this.calls.push({ name, request, resolve, reject }));
  }

  on(name: string, listener: (payload: never) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Tells the page something, and waits until that has had its effects. */
  async tell(name: EventName, payload: unknown): Promise<void> {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
    await setImmediate();
  }

  /** Answers the first call that has no answer yet, and waits until that has had its effects. */
  async answer(response: unknown): Promise<void> {
    this.calls[this.#answered++]?.resolve(response as never);
    await setImmediate();
  }

  /** Refuses the first call that has no answer yet, and waits until that has had its effects. */
  async refuse(error: Error = new Error('refused')): Promise<void> {
    this.calls[this.#answered++]?.reject(error);
    await setImmediate();
  }
}
