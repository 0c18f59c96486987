import type { MovedStep } from '../contract/steps.ts';
import type { MissingStore, MovedRemoval } from '../library/missing-store.ts';
import type { Emit } from './event-bus.ts';

/** Removals of missing tracks, as steps; tells of every one. */
export class RemovalSteps {
  readonly #store: MissingStore;
  readonly #emit: Emit;
  readonly #onSteps: () => void;
  /** One after the other: each moves its tracks some at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param onSteps told that undo or redo may do something else now */
  constructor(store: MissingStore, emit: Emit, onSteps: () => void) {
    this.#store = store;
    this.#emit = emit;
    this.#onSteps = onSteps;
  }

  /** Removes missing tracks from a folder. @param ids null: all @returns how many */
  remove(root: string, ids: Int32Array | null): Promise<number> {
    return this.#inTurn(async () => {
      const removed = await this.#store.remove(root, ids);
      this.#tell();
      // What cannot be deleted now is deleted after the next removal.
      void this.#store.deleteForgotten().catch(() => undefined);
      return removed;
    });
  }

  /** Takes a removal back; null where the newest step is another one. */
  undo(): Promise<MovedStep | null> {
    return this.#inTurn(() => this.#move(this.#store.undo()));
  }

  /** Removes again; null where the next step is another one. */
  redo(): Promise<MovedStep | null> {
    return this.#inTurn(() => this.#move(this.#store.redo()));
  }

  async #move(moving: Promise<MovedRemoval | null>): Promise<MovedStep | null> {
    const moved = await moving;
    if (moved) this.#tell();
    return moved;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #tell(): void {
    this.#emit('library.changed', { folder: null });
    this.#onSteps();
  }
}
