import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { isInside } from '../files/is-inside.ts';
import type { LibraryDatabase } from './database.ts';
import { prepareAll } from './database.ts';
import { pathsBelow } from './folder-store.ts';
import { FREE_PATH } from './missing-store.ts';
import { pagesOf } from './pages.ts';
import { searchedNamesRow, searchText } from './search-text.ts';

/** Some ten milliseconds of work. */
const TRACKS_AT_ONCE = 200;
const trackRow = searchedNamesRow.extend({ id: z.number(), path: z.string() });
type TrackRow = z.infer<typeof trackRow>;

const SQL = {
  tracks: 'SELECT id, path, title, artist, album FROM tracks WHERE root = ? AND id > ? ORDER BY id LIMIT ?',
  known: 'SELECT path FROM tracks WHERE root = ? AND path > ? AND path < ? ORDER BY id LIMIT ?',
  freePath: FREE_PATH,
  move: 'UPDATE OR IGNORE tracks SET root = ?, path = ?, folder = ?, search_text = ? WHERE id = ?',
  path: 'UPDATE OR REPLACE library_folders SET path = ? WHERE path = ? AND root = ?',
  folders: 'UPDATE library_folders SET root = ? WHERE root = ?',
  removals: `
    UPDATE label_steps SET before = json_set(before, '$.root', ?)
    WHERE kind = 'removal' AND before ->> 'root' = ?`,
  undoneRemovals: `
    UPDATE undone_steps SET after = json_set(after, '$.root', ?)
    WHERE kind = 'removal' AND after ->> 'root' = ?`,
} as const;

/** Where a file of a folder lies since the folder has another path; a file of another folder stays. */
export function movedPath(path: string, from: string, to: string): string {
  return isInside(from, path) ? join(to, relative(from, path)) : path;
}

/** Where files of a library's folder lie, some of those that are known longest. */
export function knownPaths(database: LibraryDatabase, root: string, folder: string, most: number): readonly string[] {
  return z
    .array(z.object({ path: z.string() }))
    .parse(database.prepare(SQL.known).all(root, ...pathsBelow(folder), most))
    .map(({ path }) => path);
}

/** A folder of a library that has another path. */
export interface MovedFolder {
  /** The library's first folder, as it was. */
  readonly root: string;
  readonly from: string;
  readonly to: string;
}

/**
 * A folder of a library has another path: its tracks keep all that is known of them, and so do those of the library's other
 * folders, which have another root where it is the first one's. Piece by piece; what is interrupted is finished by doing it
 * again. A place that belongs to a labelled track is left to that one.
 */
export async function moveFolder(database: LibraryDatabase, { root, from, to }: MovedFolder): Promise<void> {
  const statements = prepareAll(database, SQL);
  const newRoot = root === from ? to : root;
  const move = ({ id, path, ...names }: TrackRow): void => {
    const place = movedPath(path, from, to);
    if (place !== path) statements.freePath.run(place);
    statements.move.run(newRoot, place, dirname(place), searchText(place, names), id);
  };
  const pages = pagesOf({
    first: 0,
    size: TRACKS_AT_ONCE,
    read: (behind, size) => z.array(trackRow).parse(statements.tracks.all(root, behind, size)),
    keyOf: ({ id }) => id,
  });
  for await (const tracks of pages) database.transaction(() => tracks.forEach(move))();
  database.transaction(() => {
    statements.path.run(to, from, root);
    statements.folders.run(newRoot, root);
    moveRemovals(database, root, newRoot);
  })();
}

/** A library has another first folder: undoing and redoing its removals of missing tracks happen there. */
export function moveRemovals(database: LibraryDatabase, root: string, newRoot: string): void {
  for (const sql of [SQL.removals, SQL.undoneRemovals]) database.prepare(sql).run(newRoot, root);
}
