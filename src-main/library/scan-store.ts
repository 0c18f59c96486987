import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ErrorData } from '../contract/app-error.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { LibraryDatabase } from './database.ts';
import { searchText } from './track-store.ts';

/** Which analyses count as still valid. */
export interface AnalysisIdentity {
  readonly model: string;
  /** Of the model as it is now, which may have been trained anew under its name; null where it cannot be read. */
  readonly specHash: string | null;
  readonly window: string;
}

/** What a walk means for the library. */
export interface ScanStore {
  /**
   * Takes in everything a walk found under `root`: new and changed files wait for analysis, moved ones keep theirs,
   * those not found are marked missing. In pieces, so that others have their turn; doing it again does no harm.
   */
  reconcile(
    root: string,
    files: readonly ScannedFile[],
    unreadable: readonly { readonly path: string; readonly error: ErrorData }[],
  ): Promise<void>;
  /** Paths that wait, that failed for a passing reason, or whose analysis is by another model, an older one of its name, or of another window. */
  pathsToAnalyse(root: string, identity: AnalysisIdentity): string[];
  /** Lets tracks be analysed again. */
  markWaiting(root: string, ids: readonly number[] | null): void;
}

/** About ten milliseconds of work. */
const FILES_AT_ONCE = 500;
const INSERT = `INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (path) DO UPDATE SET root = excluded.root, size = excluded.size, modified = excluded.modified,
    sound_hash = CASE WHEN tracks.size = excluded.size AND tracks.modified = excluded.modified THEN tracks.sound_hash END,
    status = CASE WHEN tracks.size = excluded.size AND tracks.modified = excluded.modified AND tracks.status IN ('done', 'failed') THEN tracks.status ELSE 'waiting' END`;
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

const knownRow = z.object({
  id: z.number(),
  path: z.string(),
  size: z.number(),
  modified: z.number(),
  status: z.string(),
});
type KnownTrack = z.infer<typeof knownRow>;

/** The store over an open library. */
export function createScanStore(database: LibraryDatabase): ScanStore {
  const selectKnown = database.prepare('SELECT id, path, size, modified, status FROM tracks WHERE root = ?');
  const insert = database.prepare(INSERT);
  const move = database.prepare('UPDATE tracks SET path = ?, file_name = ?, folder = ?, status = ? WHERE id = ?');
  const change = database.prepare(
    "UPDATE tracks SET size = ?, modified = ?, status = 'waiting', sound_hash = NULL, error_code = NULL, error_message = NULL WHERE id = ?",
  );
  const revive = database.prepare(
    "UPDATE tracks SET status = CASE WHEN predicted IS NULL THEN 'waiting' ELSE 'done' END WHERE id = ?",
  );
  const lose = database.prepare("UPDATE tracks SET status = 'missing' WHERE id = ?");
  const fail = database.prepare(
    "UPDATE tracks SET status = 'failed', error_code = ?, error_message = ?, predicted = NULL, confidence = NULL WHERE path = ?",
  );

  function addTrack(root: string, file: ScannedFile): void {
    insert.run(
      root,
      file.path,
      basename(file.path),
      dirname(file.path),
      file.size,
      file.modifiedMilliseconds,
      searchText(file.path, NO_METADATA),
    );
  }

  function takeIn(root: string, file: ScannedFile, old: KnownTrack | undefined, lost: Map<string, KnownTrack[]>): void {
    if (!old) {
      const twins = lost.get(contentKey(file.path, file.size, file.modifiedMilliseconds)) ?? [];
      // Which of several it is cannot be told.
      const moved = twins.length === 1 ? twins.shift() : undefined;
      if (moved)
        move.run(
          file.path,
          basename(file.path),
          dirname(file.path),
          moved.status === 'missing' ? 'waiting' : moved.status,
          moved.id,
        );
      else addTrack(root, file);
    } else if (old.size !== file.size || old.modified !== file.modifiedMilliseconds)
      change.run(file.size, file.modifiedMilliseconds, old.id);
    else if (old.status === 'missing') revive.run(old.id);
  }

  return {
    async reconcile(root, files, unreadable) {
      const known = z.array(knownRow).parse(selectKnown.all(root));
      const found = new Set(files.map(({ path }) => path));
      const byPath = new Map(known.map((track) => [track.path, track]));
      const lost = groupByContent(known.filter(({ path }) => !found.has(path)));
      for (const piece of piecesOf(files)) {
        await setImmediate();
        database.transaction(() => piece.forEach((file) => takeIn(root, file, byPath.get(file.path), lost)))();
      }
      database.transaction(() => {
        for (const track of [...lost.values()].flat()) if (track.status !== 'missing') lose.run(track.id);
        for (const { path, error } of unreadable) {
          if (!byPath.has(path)) addTrack(root, { path, size: 0, modifiedMilliseconds: 0 });
          fail.run(error.code, error.message, path);
        }
      })();
    },
    pathsToAnalyse(root, { model, specHash, window }) {
      const rows: unknown = database
        .prepare(
          `SELECT path FROM tracks LEFT JOIN analyses ON track_id = id
        WHERE root = ? AND (status = 'waiting' OR (status = 'done' AND (model IS NOT ? OR spec_hash IS NOT COALESCE(?, spec_hash) OR window IS NOT ? OR embedding IS NULL))
          OR (status = 'failed' AND error_code IN (${RETRIED}))) ORDER BY path`,
        )
        .all(root, model, specHash, window);
      return z
        .array(z.object({ path: z.string() }))
        .parse(rows)
        .map(({ path }) => path);
    },
    markWaiting(root, ids) {
      if (ids === null)
        database.prepare("UPDATE tracks SET status = 'waiting' WHERE root = ? AND status <> 'missing'").run(root);
      else
        database
          .prepare(
            "UPDATE tracks SET status = 'waiting' WHERE status <> 'missing' AND id IN (SELECT value FROM json_each(?))",
          )
          .run(JSON.stringify(ids));
    },
  };
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

/** A file that vanished and one that appeared are taken for one if name, size and time agree; WAVE files of one length and one batch are alike in size and time. */
function contentKey(path: string, size: number, modified: number): string {
  return `${size}/${modified}/${basename(path)}`;
}
