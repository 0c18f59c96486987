/** Files that a scan still has to do, in the order in which it does them; what the user looks at comes first. */
export class ScanQueue {
  readonly #waiting: Set<string>;
  #preferred: readonly string[] = [];

  constructor(paths: Iterable<string> = []) {
    this.#waiting = new Set(paths);
  }

  /** A file waits behind all others. */
  add(path: string): void {
    this.#waiting.add(path);
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(path: string): boolean {
    return this.#waiting.has(path);
  }

  /** A file is done. @returns false where it was before */
  delete(path: string): boolean {
    return this.#waiting.delete(path);
  }

  /** These come first from now on, and no others. @returns those among them that wait */
  prefer(paths: readonly string[]): string[] {
    this.#preferred = paths.filter((path) => this.#waiting.has(path));
    return [...this.#preferred];
  }

  /** The files that are done next. */
  next(count: number): string[] {
    const next = new Set(this.#preferred.filter((path) => this.#waiting.has(path)).slice(0, count));
    for (const path of this.#waiting) {
      if (next.size >= count) break;
      next.add(path);
    }
    return [...next];
  }
}
