import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ScannedFile } from '../contract/scanned-file.ts';
import { KEPT_REMOVALS } from '../contract/steps.ts';
import type { TrackId } from '../contract/track.ts';
import { texts } from '../texts/index.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll, requireOpen } from './database.ts';
import { LibrarySteps } from './library-steps.ts';
import { idPieces, pagesOf } from './pages.ts';
import { searchedNamesRow, searchText } from './search-text.ts';

/** The folder of tracks that the user removed, as long as that can be undone or they have labels: none has such a name. */
export const REMOVED = '\u0001removed';

const missingRow = z.object({ id: z.number(), path: z.string(), size: z.number() });
/** A track whose file is gone. */
export type MissingTrack = z.infer<typeof missingRow>;

/** Tracks that have labels, or had and may have them again by undoing or redoing. */
const LABELLED = `(
  SELECT track_id FROM labels
  UNION ALL SELECT CAST(ids.value AS INTEGER) FROM label_steps, json_each(before, '$.ids') AS ids
  UNION ALL SELECT CAST(ids.value AS INTEGER) FROM undone_steps, json_each(after, '$.ids') AS ids
)`;
/** Makes room for a track that moves to a path: the file's own track is as new as its analysis, and the other one knows more. */
export const FREE_PATH = `DELETE FROM tracks WHERE path = ? AND id NOT IN ${LABELLED}`;
/** A removal of tracks from a folder. */
const removalSchema = z.object({ removal: z.string(), root: z.string() });
const idRow = z.object({ id: z.number() });
/** A removal that was undone or made again: its words, and the tracks that came back or went. */
export interface MovedRemoval {
  readonly what: string;
  readonly ids: Int32Array;
}

/** About ten milliseconds of work, each: deleting, moving in and out of sight, and reading. */
const DELETED_AT_ONCE = 200;
const MOVED_AT_ONCE = 200;
const READ_AT_ONCE = 5_000;

const SQL = {
  all: "SELECT id, path, size FROM tracks WHERE status = 'missing' AND root = ? AND id > ? ORDER BY id LIMIT ?",
  missing: "SELECT id FROM tracks WHERE status = 'missing' AND root = ? AND id > ? ORDER BY id LIMIT ?",
  ofRemoval: `
    SELECT id FROM tracks
    WHERE removal = ? AND root = ? AND status = 'missing' AND id > ? ORDER BY id LIMIT ?`,
  hide: `
    UPDATE tracks SET root = '${REMOVED}', removal = ?
    WHERE status = 'missing' AND root = ? AND id IN (SELECT value FROM json_each(?))`,
  show: `UPDATE tracks SET root = ? WHERE root = '${REMOVED}' AND id IN (SELECT value FROM json_each(?))`,
  // What no step can bring back.
  forgotten: `
    SELECT id FROM tracks
    WHERE root = '${REMOVED}' AND id NOT IN ${LABELLED} AND removal NOT IN (
      SELECT before ->> 'removal' FROM label_steps WHERE kind = 'removal' ORDER BY id DESC LIMIT ${KEPT_REMOVALS}
    )`,
  deleteOldSteps: `
    DELETE FROM label_steps WHERE kind = 'removal' AND id NOT IN (
      SELECT id FROM label_steps WHERE kind = 'removal' ORDER BY id DESC LIMIT ${KEPT_REMOVALS}
    )`,
  delete: `DELETE FROM tracks WHERE root = '${REMOVED}' AND id IN (SELECT value FROM json_each(?))`,
  isRemoved: `SELECT 1 FROM tracks WHERE path = ? AND root = '${REMOVED}'`,
  names: 'SELECT title, artist, album FROM tracks WHERE id = ?',
  freePath: FREE_PATH,
  isTaken: 'SELECT 1 FROM tracks WHERE path = ?',
  move: `
    UPDATE tracks SET
      root = ?, path = ?, file_name = ?, folder = ?, size = ?, modified = ?, search_text = ?, sound_hash = NULL,
      status = CASE WHEN predicted IS NULL THEN 'waiting' ELSE 'done' END
    WHERE id = ? AND status = 'missing'`,
} as const;

/** Tracks whose files are gone. */
export class MissingStore {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  readonly #steps: LibrarySteps;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#steps = new LibrarySteps(database);
    this.#statements = prepareAll(database, SQL);
  }

  /** The missing tracks of a folder, some at a time, so that others have their turn. */
  tracks(root: string): AsyncGenerator<MissingTrack[]> {
    const read = (behind: TrackId, size: number) =>
      z.array(missingRow).parse(this.#statements.all.all(root, behind, size));
    return pagesOf({ first: 0, size: READ_AT_ONCE, keyOf: ({ id }: MissingTrack) => id, read });
  }

  /**
   * Removes missing tracks from a folder, as a step: they are out of sight, with all that is known of them, and come back when
   * the step is undone or their files are found. Some at a time, so that others have their turn; the step comes first, so that
   * what a crash interrupts can be undone, or done again.
   * @param ids null: all missing ones @returns how many @throws AppError cancelled where the library is closed meanwhile
   */
  async remove(root: string, ids: Int32Array | null): Promise<number> {
    const missing = await allIds((behind, size) => this.#statements.missing.all(root, behind, size));
    const chosen = ids && new Set(ids);
    const wanted = chosen ? missing.filter((id) => chosen.has(id)) : missing;
    if (wanted.length === 0) return 0;
    const removal = randomUUID();
    this.#database.transaction(() => {
      this.#steps.make('removal', texts.steps.removed(wanted.length), { removal, root });
      this.#statements.deleteOldSteps.run();
    })();
    return this.#move(wanted, (piece) => this.#statements.hide.run(removal, root, piece));
  }

  /** Deletes removed tracks that nothing can bring back, some at a time. Those with labels wait for their recordings. */
  async deleteForgotten(): Promise<void> {
    const ids = idsOf(this.#statements.forgotten.all());
    for (let start = 0; start < ids.length; start += DELETED_AT_ONCE) {
      await setImmediate();
      if (!this.#database.open) return;
      this.#statements.delete.run(JSON.stringify(ids.slice(start, start + DELETED_AT_ONCE)));
    }
  }

  /**
   * Takes the last removal back, where it is the newest step; else null. The step goes last: until then it can be undone again,
   * and nothing that it holds is deleted.
   * @throws AppError as {@link MissingStore.remove}
   */
  async undo(): Promise<MovedRemoval | null> {
    const step = this.#steps.last();
    if (step?.kind !== 'removal') return null;
    const { removal, root } = removalSchema.parse(JSON.parse(this.#steps.stateOf(step.id)));
    const ids = await this.#idsOf(removal, REMOVED);
    await this.#move(ids, (piece) => this.#statements.show.run(root, piece));
    this.#steps.undo('removal', () => undefined, step);
    return { what: step.what, ids };
  }

  /**
   * Removes again what was removed and undone last; null where the step to be redone is another one. The step comes first.
   * @throws AppError as {@link MissingStore.remove}
   */
  async redo(): Promise<MovedRemoval | null> {
    const moved = this.#steps.redo('removal', (state) => removalSchema.parse(state));
    if (!moved) return null;
    const { removal, root } = moved.result;
    const ids = await this.#idsOf(removal, root);
    await this.#move(ids, (piece) => this.#statements.hide.run(removal, root, piece));
    return { what: moved.what, ids };
  }

  /** Whether the track of a path was removed, and is only kept. */
  isRemoved(path: string): boolean {
    return this.#statements.isRemoved.get(path) !== undefined;
  }

  /**
   * A missing track's file lies elsewhere: the track keeps its analysis and labels. Those of labelled tracks are compared with the
   * file by the next scan.
   * @param root the folder that the track belongs to from now on @returns false where the place belongs to a labelled track
   */
  moveTo(id: TrackId, root: string, { path, size, modifiedMilliseconds }: ScannedFile): boolean {
    return this.#database.transaction((): boolean => {
      this.#statements.freePath.run(path);
      if (this.#statements.isTaken.get(path)) return false;
      const names = searchedNamesRow.parse(this.#statements.names.get(id));
      const search = searchText(path, names);
      const { move } = this.#statements;
      const { changes } = move.run(root, path, basename(path), dirname(path), size, modifiedMilliseconds, search, id);
      return changes > 0;
    })();
  }

  /** The tracks of a removal that are in a folder, or out of sight. */
  #idsOf(removal: string, root: string): Promise<Int32Array> {
    return allIds((behind, size) => this.#statements.ofRemoval.all(removal, root, behind, size));
  }

  /** Moves tracks some at a time. @param move is given ids as JSON @returns how many @throws AppError cancelled */
  async #move(ids: Int32Array, move: (piece: string) => { readonly changes: number }): Promise<number> {
    let moved = 0;
    for await (const piece of idPieces(ids, MOVED_AT_ONCE)) {
      requireOpen(this.#database);
      moved += move(piece).changes;
    }
    return moved;
  }
}

function idsOf(rows: unknown): TrackId[] {
  return z
    .array(idRow)
    .parse(rows)
    .map(({ id }) => id);
}

/** Ids in ascending order, read some at a time. @param read rows with those behind one, of which 0 is the first */
async function allIds(read: (behind: TrackId, size: number) => unknown): Promise<Int32Array> {
  const ids: TrackId[] = [];
  const pages = pagesOf({ first: 0, size: READ_AT_ONCE, read: (...page) => idsOf(read(...page)), keyOf: (id) => id });
  for await (const page of pages) for (const id of page) ids.push(id);
  return Int32Array.from(ids);
}
