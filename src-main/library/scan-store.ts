import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ErrorData } from '../contract/app-error.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { searchText } from './track-store.ts';

/** Which analyses count as still valid. */
export interface AnalysisIdentity {
  readonly model: string;
  /** Of the model as it is now, which may have been trained anew under its name; null where it cannot be read. */
  readonly specHash: string | null;
  readonly window: string;
}

/** About ten milliseconds of work. */
const FILES_AT_ONCE = 500;
const NO_METADATA = { title: '', artist: '', album: '' };

/** Failures whose cause may be gone although the file is the same. */
const RETRIED = [
  'decoder-missing',
  'provider-unavailable',
  'decode-timeout',
  'worker-crashed',
  'file-unreadable',
  'file-not-found',
  'file-locked',
  'unexpected',
]
  .map((code) => `'${code}'`)
  .join(', ');

/** Whether a listed file is as the library knows it. */
const IS_SAME_FILE = 'tracks.size = excluded.size AND tracks.modified = excluded.modified';

const SQL = {
  known: 'SELECT id, path, size, modified, status FROM tracks WHERE root = ?',
  insert: `
    INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
      root = excluded.root,
      size = excluded.size,
      modified = excluded.modified,
      sound_hash = CASE WHEN ${IS_SAME_FILE} THEN tracks.sound_hash END,
      status = CASE
        WHEN ${IS_SAME_FILE} AND tracks.status IN ('done', 'failed') THEN tracks.status
        ELSE 'waiting'
      END`,
  move: 'UPDATE tracks SET path = ?, file_name = ?, folder = ?, status = ? WHERE id = ?',
  change: `
    UPDATE tracks SET
      size = ?, modified = ?, status = 'waiting', sound_hash = NULL, error_code = NULL, error_message = NULL
    WHERE id = ?`,
  revive: "UPDATE tracks SET status = CASE WHEN predicted IS NULL THEN 'waiting' ELSE 'done' END WHERE id = ?",
  lose: "UPDATE tracks SET status = 'missing' WHERE id = ?",
  fail: `
    UPDATE tracks SET status = 'failed', error_code = ?, error_message = ?, predicted = NULL, styles = '[]', confidence = NULL
    WHERE path = ?`,
  toAnalyse: `
    SELECT path, status = 'done' AS is_outdated FROM tracks LEFT JOIN analyses ON track_id = id
    WHERE root = ? AND (
      status = 'waiting'
      OR (status = 'done' AND (
        model IS NOT ? OR spec_hash IS NOT COALESCE(?, spec_hash) OR window IS NOT ? OR embedding IS NULL
      ))
      OR (status = 'failed' AND error_code IN (${RETRIED}))
    )
    ORDER BY path`,
  allWait: "UPDATE tracks SET status = 'waiting' WHERE root = ? AND status <> 'missing'",
  theseWait: `
    UPDATE tracks SET status = 'waiting'
    WHERE status <> 'missing' AND id IN (SELECT value FROM json_each(?))`,
} as const;

const knownRow = z.object({
  id: z.number(),
  path: z.string(),
  size: z.number(),
  modified: z.number(),
  status: z.string(),
});
type KnownTrack = z.infer<typeof knownRow>;
/** A file that is to be analysed. */
const dueRow = z
  .object({ path: z.string(), is_outdated: z.number() })
  .transform((row) => ({ path: row.path, isOutdated: row.is_outdated === 1 }));
/** See {@link dueRow}. */
export type DueFile = z.infer<typeof dueRow>;

/** What a walk means for the library. */
export class ScanStore {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#statements = prepareAll(database, SQL);
  }

  /**
   * Takes in everything a walk found under `root`: new and changed files wait for analysis, moved ones keep theirs,
   * those not found are marked missing. In pieces, so that others have their turn; doing it again does no harm.
   */
  async reconcile(
    root: string,
    files: readonly ScannedFile[],
    unreadable: readonly { readonly path: string; readonly error: ErrorData }[],
  ): Promise<void> {
    const known = z.array(knownRow).parse(this.#statements.known.all(root));
    const found = new Set(files.map(({ path }) => path));
    const byPath = new Map(known.map((track) => [track.path, track]));
    const lost = groupByContent(known.filter(({ path }) => !found.has(path)));
    for (const piece of piecesOf(files)) {
      await setImmediate();
      this.#database.transaction(() => {
        for (const file of piece) this.#takeIn(root, file, byPath.get(file.path), lost);
      })();
    }
    this.#database.transaction(() => {
      for (const { id, status } of [...lost.values()].flat()) if (status !== 'missing') this.#statements.lose.run(id);
      for (const { path, error } of unreadable) {
        if (!byPath.has(path)) this.#add(root, { path, size: 0, modifiedMilliseconds: 0 });
        this.#statements.fail.run(error.code, error.message, path);
      }
    })();
  }

  /**
   * Files that wait, that failed for a passing reason, or whose analysis is outdated: by another model, an older one of
   * its name, or of another window.
   */
  dueFiles(root: string, { model, specHash, window }: AnalysisIdentity): DueFile[] {
    return z.array(dueRow).parse(this.#statements.toAnalyse.all(root, model, specHash, window));
  }

  /** Lets tracks be analysed again. @param ids null: all tracks of `root` */
  markWaiting(root: string, ids: readonly number[] | null): void {
    if (ids === null) this.#statements.allWait.run(root);
    else this.#statements.theseWait.run(JSON.stringify(ids));
  }

  #takeIn(root: string, file: ScannedFile, known: KnownTrack | undefined, lost: Map<string, KnownTrack[]>): void {
    const { path, size, modifiedMilliseconds } = file;
    if (!known) {
      const twins = lost.get(contentKey(path, size, modifiedMilliseconds)) ?? [];
      // Which of several it is cannot be told.
      const moved = twins.length === 1 ? twins.shift() : undefined;
      if (moved) this.#move(moved, path);
      else this.#add(root, file);
    } else if (known.size !== size || known.modified !== modifiedMilliseconds)
      this.#statements.change.run(size, modifiedMilliseconds, known.id);
    else if (known.status === 'missing') this.#statements.revive.run(known.id);
  }

  #add(root: string, { path, size, modifiedMilliseconds }: ScannedFile): void {
    const search = searchText(path, NO_METADATA);
    this.#statements.insert.run(root, path, basename(path), dirname(path), size, modifiedMilliseconds, search);
  }

  #move({ id, status }: KnownTrack, path: string): void {
    const newStatus = status === 'missing' ? 'waiting' : status;
    this.#statements.move.run(path, basename(path), dirname(path), newStatus, id);
  }
}

function* piecesOf(files: readonly ScannedFile[]): Generator<readonly ScannedFile[]> {
  for (let start = 0; start < files.length; start += FILES_AT_ONCE) yield files.slice(start, start + FILES_AT_ONCE);
}

function groupByContent(tracks: readonly KnownTrack[]): Map<string, KnownTrack[]> {
  const groups = new Map<string, KnownTrack[]>();
  for (const track of tracks) {
    const key = contentKey(track.path, track.size, track.modified);
    groups.set(key, [...(groups.get(key) ?? []), track]);
  }
  return groups;
}

/**
 * A file that vanished and one that appeared are taken for one if name, size and time agree; WAVE files of one length
 * and one batch are alike in size and time.
 */
function contentKey(path: string, size: number, modified: number): string {
  return `${size}/${modified}/${basename(path)}`;
}
