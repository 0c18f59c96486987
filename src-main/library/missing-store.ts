import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ScannedFile } from '../contract/scanned-file.ts';
import { KEPT_REMOVALS } from '../contract/steps.ts';
import type { TrackId } from '../contract/track.ts';
import { texts } from '../texts/index.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { LibrarySteps } from './library-steps.ts';
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
  readonly ids: readonly TrackId[];
}

/** About ten milliseconds of work. */
const DELETED_AT_ONCE = 200;

const SQL = {
  all: "SELECT id, path, size FROM tracks WHERE status = 'missing' AND root = ? ORDER BY path",
  hide: `
    UPDATE tracks SET root = '${REMOVED}', removal = ?
    WHERE status = 'missing' AND root = ? AND (? OR id IN (SELECT value FROM json_each(?)))`,
  hideAgain: `UPDATE tracks SET root = '${REMOVED}' WHERE removal = ? AND root = ? AND status = 'missing' RETURNING id`,
  showAgain: `UPDATE tracks SET root = ? WHERE removal = ? AND root = '${REMOVED}' RETURNING id`,
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

  /** The missing tracks of a folder, by path. */
  tracks(root: string): MissingTrack[] {
    return z.array(missingRow).parse(this.#statements.all.all(root));
  }

  /**
   * Removes missing tracks from a folder, as a step: they are out of sight, with all that is known of them, and come back when
   * the step is undone or their files are found.
   * @param ids null: all missing ones @returns how many
   */
  remove(root: string, ids: readonly TrackId[] | null): number {
    const removal = randomUUID();
    return this.#database.transaction(() => {
      const { changes } = this.#statements.hide.run(removal, root, Number(ids === null), JSON.stringify(ids ?? []));
      if (changes > 0) this.#steps.make('removal', texts.steps.removed(changes), { removal, root });
      this.#statements.deleteOldSteps.run();
      return changes;
    })();
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

  /** Takes the last removal back, where it is the newest step; else null. */
  undo(): MovedRemoval | null {
    return movedOf(
      this.#steps.undo('removal', (state) => {
        const { removal, root } = removalSchema.parse(state);
        return idsOf(this.#statements.showAgain.all(root, removal));
      }),
    );
  }

  /** Removes again what was removed and undone last; null where the step to be redone is another one. */
  redo(): MovedRemoval | null {
    return movedOf(
      this.#steps.redo('removal', (state) => {
        const { removal, root } = removalSchema.parse(state);
        return idsOf(this.#statements.hideAgain.all(removal, root));
      }),
    );
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
}

function idsOf(rows: unknown): TrackId[] {
  return z
    .array(idRow)
    .parse(rows)
    .map(({ id }) => id);
}

function movedOf(moved: { readonly what: string; readonly result: readonly TrackId[] } | null): MovedRemoval | null {
  return moved && { what: moved.what, ids: moved.result };
}
