import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { LibraryDatabase } from './database.ts';
import { searchedNamesRow, searchText } from './search-text.ts';

/** About ten milliseconds of work. */
const TRACKS_AT_ONCE = 500;

const trackRow = searchedNamesRow.extend({ id: z.number(), path: z.string(), search_text: z.string() });
const behindRow = z.object({ behind: z.number() });

/**
 * Makes the search texts that an earlier version left anew, some at a time, so that others have their turn; what is done
 * stays done when it ends in between.
 * @param goesOn asked before every piece
 * @returns whether any had to be made
 */
export async function foldLibrary(database: LibraryDatabase, goesOn: () => boolean = () => true): Promise<boolean> {
  if (!isUnfolded(database)) return false;
  while (goesOn() && foldPiece(database)) await setImmediate();
  return true;
}

/** Whether an earlier version's search texts are left. */
function isUnfolded(database: LibraryDatabase): boolean {
  return database.prepare('SELECT 1 FROM search_folding').get() !== undefined;
}

/** @returns whether there may be more */
function foldPiece(database: LibraryDatabase): boolean {
  return database
    .transaction((): boolean => {
      const row: unknown = database.prepare('SELECT behind FROM search_folding').get();
      if (!row) return false;
      const next = foldBehind(database, behindRow.parse(row).behind);
      if (next === null) database.exec('DELETE FROM search_folding');
      else database.prepare('UPDATE search_folding SET behind = ?').run(next);
      return next !== null;
    })
    .immediate();
}

/** @returns the last track's id; null where there is none */
function foldBehind(database: LibraryDatabase, behind: number): number | null {
  const tracks = z.array(trackRow).parse(
    database
      .prepare(
        `SELECT id, path, title, artist, album, search_text FROM tracks
        WHERE id > ? ORDER BY id LIMIT ${TRACKS_AT_ONCE}`,
      )
      .all(behind),
  );
  const update = database.prepare('UPDATE tracks SET search_text = ? WHERE id = ?');
  for (const { id, path, search_text: kept, ...metadata } of tracks) {
    const text = searchText(path, metadata);
    if (text !== kept) update.run(text, id);
  }
  return tracks.at(-1)?.id ?? null;
}
