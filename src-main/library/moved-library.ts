import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { isInside } from '../files/is-inside.ts';
import type { LibraryDatabase } from './database.ts';
import { prepareAll } from './database.ts';
import { FREE_PATH } from './missing-store.ts';
import { pagesOf } from './pages.ts';
import { searchedNamesRow, searchText } from './search-text.ts';

/** Some ten milliseconds of work. */
const TRACKS_AT_ONCE = 200;
const trackRow = searchedNamesRow.extend({ id: z.number(), path: z.string() });
type TrackRow = z.infer<typeof trackRow>;

const SQL = {
  tracks: 'SELECT id, path, title, artist, album FROM tracks WHERE root = ? AND id > ? ORDER BY id LIMIT ?',
  freePath: FREE_PATH,
  move: 'UPDATE OR IGNORE tracks SET root = ?, path = ?, folder = ?, search_text = ? WHERE id = ?',
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

/** Where files of a library lie, some of those that are known longest. */
export function knownPaths(database: LibraryDatabase, root: string, most: number): readonly string[] {
  const rows: unknown = database.prepare(SQL.tracks).all(root, 0, most);
  return z
    .array(trackRow)
    .parse(rows)
    .map(({ path }) => path);
}

/**
 * The first folder of a library has another path: its tracks, and those of the library's other folders, keep all that is known of
 * them. Piece by piece; what is interrupted is finished by doing it again. A place that belongs to a labelled track is left to that one.
 */
export async function moveLibrary(database: LibraryDatabase, from: string, to: string): Promise<void> {
  const statements = prepareAll(database, SQL);
  const move = ({ id, path, ...names }: TrackRow): void => {
    const place = movedPath(path, from, to);
    if (place !== path) statements.freePath.run(place);
    statements.move.run(to, place, dirname(place), searchText(place, names), id);
  };
  const pages = pagesOf({
    first: 0,
    size: TRACKS_AT_ONCE,
    read: (behind, size) => z.array(trackRow).parse(statements.tracks.all(from, behind, size)),
    keyOf: ({ id }) => id,
  });
  for await (const tracks of pages) database.transaction(() => tracks.forEach(move))();
  database.transaction(() => {
    statements.folders.run(to, from);
    statements.removals.run(to, from);
    statements.undoneRemovals.run(to, from);
  })();
}
