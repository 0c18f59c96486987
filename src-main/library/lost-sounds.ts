import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { TrackId } from '../contract/track.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { pagesOf } from './pages.ts';
import type { AnalysisIdentity } from './scan-store.ts';

/** About ten milliseconds of work. */
const LOOKED_AT_ONCE = 1_000;

/** Whether an analysis is by the model, and of the window, that are in use. Takes {@link identityValues}. */
const IS_CURRENT = 'model = ? AND spec_hash = COALESCE(?, spec_hash) AND window = ? AND embedding IS NOT NULL';

const SQL = {
  missing: `
    SELECT id, EXISTS (
      SELECT 1 FROM analyses WHERE track_id = id AND audio_digest IS NOT NULL AND ${IS_CURRENT}
    ) AS is_known
    FROM tracks INDEXED BY tracks_by_root
    WHERE root = ? AND status = 'missing' AND id > ? ORDER BY id LIMIT ?`,
  newFile: `
    SELECT id, root, size, modified, added_at FROM tracks
    WHERE path = ? AND status = 'waiting' AND predicted IS NULL AND id NOT IN (SELECT track_id FROM labels)`,
  alike: `
    SELECT id FROM analyses INDEXED BY analyses_by_digest JOIN tracks ON id = track_id
    WHERE audio_digest = ? AND root = ? AND status = 'missing' AND predicted IS NOT NULL AND ${IS_CURRENT}
    LIMIT 2`,
  // A number that is free may be given to another track: no step may bring labels to that. Earlier steps do not know it.
  stepOf: `
    SELECT 1 FROM label_steps, json_each(before, '$.ids') AS ids WHERE made_at >= ? AND ids.value = ?
    UNION ALL SELECT 1 FROM undone_steps, json_each(after, '$.ids') AS ids WHERE undone_at >= ? AND ids.value = ?`,
  delete: 'DELETE FROM tracks WHERE id = ?',
  // Whether it is the labelled recording is looked at again, and its tags are read anew.
  take: `
    UPDATE tracks SET
      path = ?, file_name = ?, folder = ?, size = ?, modified = ?, status = 'done', sound_hash = NULL, tags_read = 0
    WHERE id = ?`,
} as const;

const missingRow = z.object({ id: z.number(), is_known: z.number() });
const newFileRow = z.object({
  id: z.number(),
  root: z.string(),
  size: z.number(),
  modified: z.number(),
  added_at: z.number(),
});
const alikeRow = z.object({ id: z.number() });

/** Missing tracks whose sound is known, to be known again in files with other names and tags. */
export class LostSounds {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#statements = prepareAll(database, SQL);
  }

  /** Whether a library has any: else new files need no digest. Looks in pieces, so that others have their turn. */
  async hasAny(root: string, identity: AnalysisIdentity): Promise<boolean> {
    const pages = pagesOf({
      first: 0,
      size: LOOKED_AT_ONCE,
      read: (behind, size) =>
        z.array(missingRow).parse(this.#statements.missing.all(...identityValues(identity), root, behind, size)),
      keyOf: ({ id }) => id,
    });
    for await (const tracks of pages) if (tracks.some(({ is_known: isKnown }) => isKnown === 1)) return true;
    return false;
  }

  /**
   * A new file is the only missing track with its sound, under another name: the track takes the file over and keeps
   * analysis, labels and date. Its tags are to be read.
   * @returns false where there is no such track or several, or the user has labelled the file already
   */
  takeOver(path: string, audioDigest: string, identity: AnalysisIdentity): boolean {
    return this.#database.transaction((): boolean => {
      const { alike, delete: remove, newFile, take } = this.#statements;
      const row: unknown = newFile.get(path);
      if (!row) return false;
      const { id, root, size, modified, added_at: addedAt } = newFileRow.parse(row);
      const found = z.array(alikeRow).parse(alike.all(audioDigest, root, ...identityValues(identity)));
      const [lost] = found;
      if (!lost || found.length > 1 || this.#isInStep(id, addedAt)) return false;
      remove.run(id);
      take.run(path, basename(path), dirname(path), size, modified, lost.id);
      return true;
    })();
  }

  /** Whether undoing or redoing may label a track. @param addedAt in milliseconds since 1970 */
  #isInStep(id: TrackId, addedAt: number): boolean {
    const since = new Date(addedAt).toISOString();
    return this.#statements.stepOf.get(since, id, since, id) !== undefined;
  }
}

function identityValues({ model, specHash, window }: AnalysisIdentity): (string | null)[] {
  return [model, specHash, window];
}
