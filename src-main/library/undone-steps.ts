import { z } from 'zod';
import { STEP_KINDS, type StepKind } from '../contract/values.ts';
import { json } from './columns.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { jsonText } from './json-text.ts';

const batchSchema = z.object({ batchId: z.string(), files: z.array(z.number()) });
/** Files of a tag batch whose original bytes were restored, by their numbers. */
export type RestoredFiles = Readonly<z.infer<typeof batchSchema>>;

const stepRow = z.object({ id: z.number(), what: z.string() });
const undoneRow = z.discriminatedUnion('kind', [
  stepRow.extend({ kind: z.enum(STEP_KINDS), after: z.string() }),
  stepRow.extend({ kind: z.literal('tags'), batch: json(batchSchema) }),
]);
/** A step that was undone: with what makes it again (JSON; of labels, what they were after it), or of written tags. */
export type UndoneStep = z.infer<typeof undoneRow>;

/** Steps that can be made again. */
const KEPT_STEPS = 1_000;

const SQL = {
  insert: 'INSERT INTO undone_steps (undone_at, kind, what, after, batch) VALUES (?, ?, ?, ?, ?)',
  deleteOld: 'DELETE FROM undone_steps WHERE id <= (SELECT max(id) FROM undone_steps) - ?',
  newest: 'SELECT id, kind, what, after, batch FROM undone_steps ORDER BY id DESC LIMIT 1',
  delete: 'DELETE FROM undone_steps WHERE id = ?',
  deleteAll: 'DELETE FROM undone_steps',
  deleteBefore: 'DELETE FROM undone_steps WHERE undone_at < ?',
  touch: 'UPDATE undone_steps SET undone_at = ?',
} as const;

/** Steps that were undone and can be made again, the newest first; a new step ends them all. */
export class UndoneSteps {
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: LibraryDatabase) {
    this.#statements = prepareAll(database, SQL);
  }

  /** What redoing would make again; null where there is nothing. */
  newest(): UndoneStep | null {
    const row: unknown = this.#statements.newest.get();
    return row ? undoneRow.parse(row) : null;
  }

  /** Keeps an undone step. @param after what makes it again, as JSON */
  keep(kind: StepKind, what: string, after: string): void {
    this.#insert(kind, what, after, null);
  }

  /** Keeps an undone step of written tags. */
  keepTags(what: string, restored: RestoredFiles): void {
    this.#insert('tags', what, null, jsonText(restored));
  }

  /** A step was made again; those below it can still be made again, although a step was made after they were undone. */
  remake(id: UndoneStep['id']): void {
    this.#statements.delete.run(id);
    this.#statements.touch.run(new Date().toISOString());
  }

  /** A new step was made: nothing can be made again. */
  clear(): void {
    this.#statements.deleteAll.run();
  }

  /** A new step was made at a time (ISO): what was undone before it cannot be made again. */
  clearBefore(time: string): void {
    this.#statements.deleteBefore.run(time);
  }

  #insert(kind: UndoneStep['kind'], what: string, after: string | null, batch: string | null): void {
    this.#statements.insert.run(new Date().toISOString(), kind, what, after, batch);
    this.#statements.deleteOld.run(KEPT_STEPS);
  }
}
