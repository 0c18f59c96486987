import type { MovedStep } from '../contract/steps.ts';
import type { TrackId } from '../contract/track.ts';
import type { MissingStore, MovedRemoval } from '../library/missing-store.ts';
import type { Emit } from './event-bus.ts';

/** Removals of missing tracks, as steps; tells of every one. */
export class RemovalSteps {
  readonly #store: MissingStore;
  readonly #emit: Emit;
  readonly #onSteps: () => void;

  /** @param onSteps told that undo or redo may do something else now */
  constructor(store: MissingStore, emit: Emit, onSteps: () => void) {
    this.#store = store;
    this.#emit = emit;
    this.#onSteps = onSteps;
  }

  /** Removes missing tracks from a folder. @param ids null: all @returns how many */
  remove(root: string, ids: readonly TrackId[] | null): number {
    const removed = this.#store.remove(root, ids);
    this.#tell();
    // What cannot be deleted now is deleted after the next removal.
    void this.#store.deleteForgotten().catch(() => undefined);
    return removed;
  }

  /** Takes a removal back; null where the newest step is another one. */
  undo(): MovedStep | null {
    return this.#moved(this.#store.undo());
  }

  /** Removes again; null where the next step is another one. */
  redo(): MovedStep | null {
    return this.#moved(this.#store.redo());
  }

  #moved(moved: MovedRemoval | null): MovedStep | null {
    if (moved) this.#tell();
    return moved && { what: moved.what, ids: Int32Array.from(moved.ids) };
  }

  #tell(): void {
    this.#emit('library.changed', { folder: null });
    this.#onSteps();
  }
}
