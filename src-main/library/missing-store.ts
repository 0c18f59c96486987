import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { TrackId } from '../contract/track.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { searchText } from './search-text.ts';

/** The folder of tracks that the user removed although they have labels: none has such a name. */
export const REMOVED = '\u0001removed';

const missingRow = z.object({ id: z.number(), path: z.string(), size: z.number() });
/** A track whose file is gone. */
export type MissingTrack = z.infer<typeof missingRow>;
const namesRow = z.object({ title: z.string(), artist: z.string(), album: z.string() });

/** Tracks that have labels, or had and may have them again by undoing or redoing. */
const LABELLED = `(
  SELECT track_id FROM labels
  UNION ALL SELECT CAST(ids.value AS INTEGER) FROM label_steps, json_each(before, '$.ids') AS ids
  UNION ALL SELECT CAST(ids.value AS INTEGER) FROM undone_steps, json_each(after, '$.ids') AS ids
)`;
const CHOSEN = "status = 'missing' AND root = ? AND (? OR id IN (SELECT value FROM json_each(?)))";

const SQL = {
  all: "SELECT id, path, size FROM tracks WHERE status = 'missing' AND root = ? ORDER BY path",
  hide: `UPDATE tracks SET root = '${REMOVED}' WHERE ${CHOSEN} AND id IN ${LABELLED}`,
  remove: `DELETE FROM tracks WHERE ${CHOSEN} AND id NOT IN ${LABELLED}`,
  names: 'SELECT title, artist, album FROM tracks WHERE id = ?',
  // The file's own track is as new as its analysis: the missing one knows more.
  freePath: `DELETE FROM tracks WHERE path = ? AND id NOT IN ${LABELLED}`,
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

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#statements = prepareAll(database, SQL);
  }

  /** The missing tracks of a folder, by path. */
  tracks(root: string): MissingTrack[] {
    return z.array(missingRow).parse(this.#statements.all.all(root));
  }

  /**
   * Removes missing tracks from a folder. Those with labels are only out of sight: they come back, with their labels,
   * when their recordings do.
   * @param ids null: all missing ones @returns how many
   */
  remove(root: string, ids: readonly TrackId[] | null): number {
    const chosen = [root, Number(ids === null), JSON.stringify(ids ?? [])];
    return this.#database.transaction(
      () => this.#statements.hide.run(...chosen).changes + this.#statements.remove.run(...chosen).changes,
    )();
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
      const names = namesRow.parse(this.#statements.names.get(id));
      const search = searchText(path, names);
      const { move } = this.#statements;
      const { changes } = move.run(root, path, basename(path), dirname(path), size, modifiedMilliseconds, search, id);
      return changes > 0;
    })();
  }
}
