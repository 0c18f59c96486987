/** Collects what was found, a line for each. */
export class Checks {
  passed = 0;
  failed = 0;
  leftOut = 0;

  /** Tells whether a thing is as it should be. @param found shown where it is not */
  check(what: string, isRight: boolean, found: unknown = ''): void {
    if (isRight) this.passed += 1;
    else this.failed += 1;
    console.log(isRight ? `✓ ${what}` : `✗ ${what}${found === '' ? '' : `: ${String(found)}`}`);
  }

  /** Tells what could not be checked here. */
  leaveOut(what: string, why: string): void {
    this.leftOut += 1;
    console.log(`– ${what}: ${why}`);
  }

  /** How many of all checks passed, in words. */
  get summary(): string {
    const all = this.passed + this.failed + this.leftOut;
    return `${this.passed} of ${all}${this.leftOut > 0 ? `, ${this.leftOut} left out` : ''}`;
  }

  /** Runs a part; one that throws counts as failed, and the next ones go on. */
  async part(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.check(what, false, error instanceof Error ? error.message : error);
    }
  }
}
