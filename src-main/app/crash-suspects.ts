/** Whom a crash of the process can be laid at the door of. */
export class CrashSuspects {
  readonly #underWay = new Set<string>();
  /** Files that were under way when the process ended are tried one by one, so that only the guilty one fails. */
  #suspects: string[] = [];

  /** The file that is to be tried alone now. */
  get next(): string | undefined {
    return this.#suspects[0];
  }

  started(path: string): void {
    this.#underWay.add(path);
  }

  finished(path: string): void {
    this.#underWay.delete(path);
    this.#suspects = this.#suspects.filter((other) => other !== path);
  }

  /** The process ended. @returns the guilty file; undefined: one of several, which are suspects now; null: none */
  crashed(): string | undefined | null {
    const blamed = [...this.#underWay];
    this.#underWay.clear();
    if (blamed.length > 1) this.#suspects = blamed;
    return blamed.length === 0 ? null : blamed.length === 1 ? blamed[0] : undefined;
  }

  clear(): void {
    this.#underWay.clear();
    this.#suspects = [];
  }
}
