import { z } from 'zod';
import { STEP_KINDS, type StepKind } from '../contract/values.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { jsonText } from './json-text.ts';
import { UndoneSteps } from './undone-steps.ts';

const stepRow = z
  .object({ id: z.number(), kind: z.enum(STEP_KINDS), what: z.string(), made_at: z.string() })
  .transform(({ made_at: madeAt, ...row }) => ({ ...row, madeAt }));
/** A step that was made and can be undone; when it was made (ISO). */
export type MadeStep = z.infer<typeof stepRow>;
const stateRow = z.object({ before: z.string() });

/** Steps that can be undone. */
const KEPT_STEPS = 1_000;

const SQL = {
  insert: 'INSERT INTO label_steps (made_at, kind, what, before) VALUES (?, ?, ?, ?)',
  deleteOld: 'DELETE FROM label_steps WHERE id <= (SELECT max(id) FROM label_steps) - ?',
  delete: 'DELETE FROM label_steps WHERE id = ?',
  last: 'SELECT id, kind, what, made_at FROM label_steps ORDER BY id DESC LIMIT 1',
  lastOf: 'SELECT id, kind, what, made_at FROM label_steps WHERE kind = ? ORDER BY id DESC LIMIT 1',
  state: 'SELECT before FROM label_steps WHERE id = ?',
} as const;

/** The steps that the library keeps, in the order in which they were made. What a step holds is its kind's own. */
export class LibrarySteps {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  readonly #undone: UndoneSteps;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#statements = prepareAll(database, SQL);
    this.#undone = new UndoneSteps(database);
  }

  /** The newest step, of all or of a kind; null where there is none. */
  last(kind: StepKind | null = null): MadeStep | null {
    const row: unknown = kind === null ? this.#statements.last.get() : this.#statements.lastOf.get(kind);
    return row ? stepRow.parse(row) : null;
  }

  /** What a step holds, as JSON. */
  stateOf(id: MadeStep['id']): string {
    return stateRow.parse(this.#statements.state.get(id)).before;
  }

  /** Keeps a step as the newest one. @param state as JSON */
  add(kind: StepKind, what: string, state: string): void {
    this.#statements.insert.run(new Date().toISOString(), kind, what, state);
    this.#statements.deleteOld.run(KEPT_STEPS);
  }

  /** Keeps a new step, after which nothing can be made again. @param state what undoes and redoes it */
  make(kind: StepKind, what: string, state: unknown): void {
    this.#undone.clear();
    this.add(kind, what, jsonText(state));
  }

  /** Forgets a step. */
  delete(id: MadeStep['id']): void {
    this.#statements.delete.run(id);
  }

  /**
   * Undoes the newest step, of a kind that one state undoes and redoes, as one transaction.
   * @param apply is given the state, parsed JSON @param step where others may have been made since
   * @returns what `apply` does; null where the step is of another kind
   */
  undo<Result>(
    kind: StepKind,
    apply: (state: unknown) => Result,
    step = this.last(),
  ): { what: string; result: Result } | null {
    if (step?.kind !== kind) return null;
    const state = this.stateOf(step.id);
    return this.#database.transaction(() => {
      const result = apply(JSON.parse(state));
      this.#undone.keep(kind, step.what, state);
      this.delete(step.id);
      return { what: step.what, result };
    })();
  }

  /** Makes the step again that was undone last. @param apply and @returns as {@link LibrarySteps.undo} */
  redo<Result>(kind: StepKind, apply: (state: unknown) => Result): { what: string; result: Result } | null {
    const step = this.#undone.newest();
    if (step?.kind !== kind) return null;
    const { id, what, after } = step;
    return this.#database.transaction(() => {
      const result = apply(JSON.parse(after));
      this.add(kind, what, after);
      this.#undone.remake(id);
      return { what, result };
    })();
  }
}
