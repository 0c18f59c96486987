import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ErrorData } from '../contract/app-error.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import { TAGS_VERSION } from '../contract/track.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll, requireOpen } from './database.ts';
import type { LostTrack } from './lost-tracks.ts';
import { LostSounds } from './lost-sounds.ts';
import { LostTracks } from './lost-tracks.ts';
import { idPieces, pagesOf } from './pages.ts';
import { PASSING_FAILURES_SQL } from './passing-failures.ts';
import { searchedNamesRow, searchText } from './search-text.ts';

/** Which analyses count as still valid. */
export interface AnalysisIdentity {
  readonly model: string;
  /** Of the model as it is now, which may have been trained anew under its name; null where it cannot be read. */
  readonly specHash: string | null;
  readonly window: string;
}

/** About ten milliseconds of work: writing, marking, which every index hears of, and reading. */
const FILES_AT_ONCE = 500;
const MARKED_AT_ONCE = 200;
const READ_AT_ONCE = 1_000;

/** Whether a listed file is as the library knows it. */
const IS_SAME_FILE = 'tracks.size = excluded.size AND tracks.modified = excluded.modified';

const SQL = {
  known: `
    SELECT id, path, size, modified, status FROM tracks INDEXED BY tracks_by_path
    WHERE root = ? AND path > ? ORDER BY path LIMIT ?`,
  endOfPiece: `
    SELECT max(path) AS path FROM (
      SELECT path FROM tracks INDEXED BY tracks_by_path WHERE root = ? AND path > ? ORDER BY path LIMIT ?
    )`,
  insert: `
    INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text, added_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
      root = excluded.root,
      size = excluded.size,
      modified = excluded.modified,
      sound_hash = CASE WHEN ${IS_SAME_FILE} THEN tracks.sound_hash END,
      tags_read = CASE WHEN ${IS_SAME_FILE} THEN tracks.tags_read ELSE 0 END,
      status = CASE
        WHEN ${IS_SAME_FILE} AND tracks.status IN ('done', 'failed') THEN tracks.status
        ELSE 'waiting'
      END`,
  names: 'SELECT title, artist, album FROM tracks WHERE id = ?',
  // Whether a renamed file is the labelled recording is looked at again: its name does not tell.
  move: `
    UPDATE tracks SET
      path = ?, file_name = ?, folder = ?, search_text = ?,
      sound_hash = CASE WHEN ? THEN NULL ELSE sound_hash END,
      status = CASE WHEN status <> 'missing' THEN status WHEN predicted IS NULL THEN 'waiting' ELSE 'done' END
    WHERE id = ?`,
  change: `
    UPDATE tracks SET
      size = ?, modified = ?, status = 'waiting', sound_hash = NULL, tags_read = 0,
      error_code = NULL, error_message = NULL
    WHERE id = ?`,
  revive: "UPDATE tracks SET status = CASE WHEN predicted IS NULL THEN 'waiting' ELSE 'done' END WHERE id = ?",
  lose: "UPDATE tracks SET status = 'missing' WHERE id = ?",
  fail: `
    UPDATE tracks SET status = 'failed', error_code = ?, error_message = ?, predicted = NULL, styles = '[]', confidence = NULL
    WHERE path = ?`,
  // Compared: changed since an analysis that is not outdated, whose sound can be known again; or new where sounds are lost.
  work: `
    SELECT path, status = 'done' AS is_analysed, tags_read <> ? AS is_unread,
      (
        status = 'waiting' OR (status = 'done' AND is_outdated)
        OR (status = 'failed' AND error_code IN (${PASSING_FAILURES_SQL}))
      ) AS is_due,
      (
        status = 'waiting' AND iif(predicted IS NULL, ?, audio_digest IS NOT NULL AND NOT is_outdated)
      ) AS is_compared
    FROM (
      SELECT path, status, tags_read, error_code, predicted, audio_digest, (
        model IS NOT ? OR spec_hash IS NOT COALESCE(?, spec_hash) OR window IS NOT ? OR embedding IS NULL
      ) AS is_outdated
      FROM tracks INDEXED BY tracks_by_path LEFT JOIN analyses ON track_id = id
      WHERE root = ? AND path > ? AND path <= ? AND status <> 'missing'
    )
    WHERE is_due OR is_unread
    ORDER BY path`,
  idsByPath: `
    SELECT id, path FROM tracks INDEXED BY tracks_by_path WHERE root = ? AND path > ? ORDER BY path LIMIT ?`,
  wait: `
    UPDATE tracks SET status = 'waiting'
    WHERE status <> 'missing' AND id IN (SELECT value FROM json_each(?))`,
  // Who asks for another analysis gets one, whatever the sound.
  forgetDigests: 'UPDATE analyses SET audio_digest = NULL WHERE track_id IN (SELECT value FROM json_each(?))',
} as const;

const knownRow = z.object({
  id: z.number(),
  path: z.string(),
  size: z.number(),
  modified: z.number(),
  status: z.string(),
});
type KnownTrack = z.infer<typeof knownRow>;
const placeRow = knownRow.pick({ id: true, path: true });
const pieceRow = z.object({ path: z.string().nullable() });
/** A file of which something is to be found out. */
const dueRow = z
  .object({
    path: z.string(),
    is_analysed: z.number(),
    is_unread: z.number(),
    is_due: z.number(),
    is_compared: z.number(),
  })
  .transform((row) => ({
    path: row.path,
    /** Whether its tags are to be read. */
    isUnread: row.is_unread === 1,
    /** Whether it is to be analysed. */
    isDue: row.is_due === 1,
    /** Whether it is to be analysed although it was before. */
    isOutdated: row.is_due === 1 && row.is_analysed === 1,
    /** Whether it needs no analysis where its sound is the same as before, or that of a lost track. */
    isCompared: row.is_compared === 1,
  }));
/** See {@link dueRow}. */
export type DueFile = z.infer<typeof dueRow>;

/** What a walk means for the library. */
export class ScanStore {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  /** Those that are missing after a walk. */
  readonly lostSounds: LostSounds;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.lostSounds = new LostSounds(database);
    this.#statements = prepareAll(database, SQL);
  }

  /**
   * Takes in everything a walk found in the folders of a library: new and changed files wait for analysis, moved ones
   * keep theirs, those not found are marked missing, but for those in folders that could not be looked into. In pieces, so
   * that others have their turn; doing it again does no harm.
   * @param gone folders that are not there, which lose nothing
   * @param held files among those found that stay as the library knows them, or does not
   */
  async reconcile(
    root: string,
    files: readonly ScannedFile[],
    unreadable: readonly { readonly path: string; readonly error: ErrorData }[],
    gone: readonly string[] = [],
    held: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const known = await this.#known(root);
    const closed = new Set([...gone, ...unreadable.map(({ path }) => path)]);
    const lost = await lostOf(known, files, closed);
    await inPieces(files, (piece) => {
      const news = piece.filter((file) => !held.has(file.path) && !isAsKnown(file, known.get(file.path)));
      this.#write(news, (file) => this.#takeIn(root, file, known.get(file.path), lost));
    });
    await inPieces(lost.newlyLost, (piece) => this.#write(piece, ({ id }) => this.#statements.lose.run(id)));
    await inPieces(unreadable, (piece) =>
      this.#write(piece, ({ path, error }) => {
        if (!known.has(path)) this.#add(root, { path, size: 0, modifiedMilliseconds: 0 });
        this.#statements.fail.run(error.code, error.message, path);
      }),
    );
  }

  /**
   * Files whose tags are not read, or were by an older version; and files that wait, that failed for a passing reason, or whose analysis is outdated: by another model, an older one of
   * its name, or of another window. By path, some at a time, so that others have their turn.
   */
  async *dueFiles(root: string, identity: AnalysisIdentity): AsyncGenerator<DueFile[]> {
    const { endOfPiece, work } = this.#statements;
    const { model, specHash, window } = identity;
    const isAnyLost = Number(await this.lostSounds.hasAny(root, identity));
    for (let from = ''; ;) {
      const { path: to } = pieceRow.parse(endOfPiece.get(root, from, READ_AT_ONCE));
      if (to === null) return;
      yield z.array(dueRow).parse(work.all(TAGS_VERSION, isAnyLost, model, specHash, window, root, from, to));
      from = to;
      await setImmediate();
    }
  }

  /**
   * Lets tracks be analysed again, some at a time, so that others have their turn; doing it again does no harm.
   * @param ids null: all tracks of `root` @throws AppError cancelled where the library is closed meanwhile
   */
  async markWaiting(root: string, ids: Int32Array | null): Promise<void> {
    const { forgetDigests, wait } = this.#statements;
    for await (const piece of ids === null ? this.#idsOf(root) : idPieces(ids, MARKED_AT_ONCE)) {
      requireOpen(this.#database);
      this.#database.transaction(() => {
        forgetDigests.run(piece);
        wait.run(piece);
      })();
    }
  }

  /** The ids of a folder's tracks as JSON, some at a time. */
  async *#idsOf(root: string): AsyncGenerator<string> {
    const pages = pagesOf({
      first: '',
      size: MARKED_AT_ONCE,
      read: (behind, size) => z.array(placeRow).parse(this.#statements.idsByPath.all(root, behind, size)),
      keyOf: ({ path }) => path,
    });
    for await (const page of pages) yield JSON.stringify(page.map(({ id }) => id));
  }

  async #known(root: string): Promise<Map<string, KnownTrack>> {
    const known = new Map<string, KnownTrack>();
    const pages = pagesOf({
      first: '',
      size: READ_AT_ONCE,
      read: (behind, size) => z.array(knownRow).parse(this.#statements.known.all(root, behind, size)),
      keyOf: ({ path }) => path,
    });
    for await (const tracks of pages) for (const track of tracks) known.set(track.path, track);
    return known;
  }

  /** Writes as one transaction. */
  #write<Item>(items: readonly Item[], write: (item: Item) => void): void {
    if (items.length > 0) this.#database.transaction(() => items.forEach(write))();
  }

  #takeIn(root: string, file: ScannedFile, known: KnownTrack | undefined, lost: LostTracks): void {
    const { path, size, modifiedMilliseconds } = file;
    if (!known) {
      const moved = lost.take(file);
      if (moved) this.#move(moved, path);
      else this.#add(root, file);
    } else if (known.size !== size || known.modified !== modifiedMilliseconds)
      this.#statements.change.run(size, modifiedMilliseconds, known.id);
    else if (known.status === 'missing') this.#statements.revive.run(known.id);
  }

  #add(root: string, { path, size, modifiedMilliseconds }: ScannedFile): void {
    const facts = [size, modifiedMilliseconds, searchText(path, null), Date.now()];
    this.#statements.insert.run(root, path, basename(path), dirname(path), ...facts);
  }

  #move({ id, path: before }: LostTrack, path: string): void {
    const { title, artist, album } = searchedNamesRow.parse(this.#statements.names.get(id));
    const search = searchText(path, { title, artist, album });
    const isRenamed = basename(before) !== basename(path);
    this.#statements.move.run(path, basename(path), dirname(path), search, Number(isRenamed), id);
  }
}

/** Does something with many, some at a time. */
async function inPieces<Item>(items: readonly Item[], work: (piece: readonly Item[]) => void): Promise<void> {
  for (let start = 0; start < items.length; start += FILES_AT_ONCE) {
    await setImmediate();
    work(items.slice(start, start + FILES_AT_ONCE));
  }
}

/** Whether there is nothing to write of a file. */
function isAsKnown({ size, modifiedMilliseconds }: ScannedFile, known: KnownTrack | undefined): boolean {
  return known?.size === size && known.modified === modifiedMilliseconds && known.status !== 'missing';
}

/** Tracks whose files were not found where they could have been. @param closed folders that could not be looked into */
async function lostOf(
  known: ReadonlyMap<string, KnownTrack>,
  files: readonly ScannedFile[],
  closed: ReadonlySet<string>,
): Promise<LostTracks> {
  const lost = new LostTracks();
  const found = new Set<string>();
  await inPieces(files, (piece) => piece.forEach(({ path }) => found.add(path)));
  await inPieces([...known.values()], (piece) =>
    piece.forEach((track) => {
      if (!found.has(track.path) && !liesInAny(closed, track.path)) lost.add(track);
    }),
  );
  await inPieces(files, (piece) => piece.forEach((file) => lost.countFound(file)));
  return lost;
}

/** Whether a path is one of some folders or lies in one. */
function liesInAny(folders: ReadonlySet<string>, path: string): boolean {
  const above = dirname(path);
  return folders.has(path) || (above !== path && liesInAny(folders, above));
}
