import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { InterruptedWork } from '../contract/values.ts';
import { INTERRUPTED_WORKS } from '../contract/values.ts';

const noteSchema = z.object({
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** Null of a run that has not ended, or not properly. */
  endedAt: z.number().nullable(),
  /** What was under way when it ended. */
  underWay: z.array(z.enum(INTERRUPTED_WORKS)),
});

/** How the run of the app before this one ended. */
export interface LastRun {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly hasEndedProperly: boolean;
  /** Whether something was under way when it ended; of a run that did not end properly, nobody knows. */
  mayHaveInterrupted(work: InterruptedWork): boolean;
}

/** Notes in the data folder that the app runs, so that the next start knows whether it ended properly. */
export class RunNote {
  readonly #file: string;
  readonly #startedAt = Date.now();

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes that the app runs now. @returns what is noted of the run before; null where nothing is */
  begin(): LastRun | null {
    const last = this.#read();
    this.#write({ startedAt: this.#startedAt, endedAt: null, underWay: [] });
    return last;
  }

  /** Notes that the app ends properly. @param underWay what goes on only when the user asks for it */
  end(underWay: readonly InterruptedWork[]): void {
    this.#write({ startedAt: this.#startedAt, endedAt: Date.now(), underWay: [...underWay] });
  }

  #read(): LastRun | null {
    try {
      const { startedAt, endedAt, underWay } = noteSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      const hasEndedProperly = endedAt !== null;
      return {
        startedAt,
        hasEndedProperly,
        mayHaveInterrupted: (work) => !hasEndedProperly || underWay.includes(work),
      };
    } catch {
      return null;
    }
  }

  #write(note: z.infer<typeof noteSchema>): void {
    try {
      writeFileSync(this.#file, JSON.stringify(note));
    } catch {
      // A full disk must not keep the app from starting or quitting; then nothing is told of this run.
    }
  }
}
