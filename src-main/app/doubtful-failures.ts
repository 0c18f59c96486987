import { isInsideAny } from '../files/is-inside.ts';
import { throttle } from './event-bus.ts';

/** What doubts are settled by. */
interface DoubtfulFailuresDependencies<Result> {
  /** Folders of the library that are not there. */
  readonly goneOf: () => Promise<readonly string[]>;
  /** Keeps failures of files whose folder is there. */
  readonly keep: (failures: readonly Result[]) => void;
  /** Told where failures were dropped, since their folder is not there. */
  readonly onGone: () => void;
}

const SETTLE_MILLISECONDS = 500;

/** Holds failures of files until it is known whether their music folder is there: a drive that is taken out spoils no file. */
export class DoubtfulFailures<Result extends { readonly path: string }> {
  readonly #dependencies: DoubtfulFailuresDependencies<Result>;
  readonly #settleSoon = throttle(SETTLE_MILLISECONDS, () => void this.settle());
  #held: Result[] = [];
  #settled = Promise.resolve();

  constructor(dependencies: DoubtfulFailuresDependencies<Result>) {
    this.#dependencies = dependencies;
  }

  /** Holds a failure; it is kept or dropped soon. */
  hold(failure: Result): void {
    this.#held.push(failure);
    this.#settleSoon();
  }

  /** Keeps or drops what is held. */
  settle(): Promise<void> {
    this.#settled = this.#settled.then(() => this.#settle());
    return this.#settled;
  }

  async #settle(): Promise<void> {
    const held = this.#held.splice(0);
    if (held.length === 0) return;
    const { goneOf, keep, onGone } = this.#dependencies;
    const gone = await goneOf();
    const kept = held.filter(({ path }) => !isInsideAny(gone, path));
    keep(kept);
    if (kept.length < held.length) onGone();
  }
}
