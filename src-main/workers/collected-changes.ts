import { AppError } from '../contract/app-error.ts';
import type { TagChange } from '../contract/tags.ts';

/** Changes that come some at a time before the question that writes them. */
export class CollectedChanges {
  #changes: TagChange[] = [];

  /**
   * Some more, behind so many before; those of a question that never came are forgotten with the first ones of another.
   * @throws AppError worker-crashed where those before are not there: another process had them
   */
  add(before: number, changes: readonly TagChange[]): void {
    if (before === 0) this.#changes = [];
    if (this.#changes.length !== before) throw new AppError('worker-crashed', 'Changes of tags were lost.');
    for (const change of changes) this.#changes.push(change);
  }

  /** All of them, with the last ones; none is kept. @throws AppError as {@link CollectedChanges.add} */
  take(before: number, changes: readonly TagChange[]): readonly TagChange[] {
    this.add(before, changes);
    const all = this.#changes;
    this.#changes = [];
    return all;
  }
}
