/** The files of an analysis in the order in which they are taken; it can change while they are. */
export class AnalysisQueue implements Iterable<string> {
  #waiting: Set<string>;
  readonly #taken = new Set<string>();
  readonly #durations: Map<string, number | null>;

  /** @param durations in seconds, of files whose tags were read; null where they tell none */
  constructor(paths: readonly string[] = [], durations: ReadonlyMap<string, number | null> = new Map()) {
    this.#waiting = new Set(paths);
    this.#durations = new Map(durations);
  }

  /** These come next, apart from those that were taken already. */
  prefer(paths: readonly string[], durations: ReadonlyMap<string, number | null>): void {
    for (const [path, seconds] of durations) this.#durations.set(path, seconds);
    this.#waiting = new Set([...paths.filter((path) => !this.#taken.has(path)), ...this.#waiting]);
  }

  /** In seconds; null where the file tells none, undefined where it was not read. */
  durationOf(path: string): number | null | undefined {
    return this.#durations.get(path);
  }

  /** Takes one after the other. */
  *[Symbol.iterator](): Generator<string> {
    for (;;) {
      const [path] = this.#waiting;
      if (path === undefined) return;
      this.#waiting.delete(path);
      this.#taken.add(path);
      yield path;
    }
  }
}
