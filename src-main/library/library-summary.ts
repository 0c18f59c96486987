import type { LibrarySummary } from '../contract/library.ts';
import { librarySummarySchema } from '../contract/library.ts';
import { TRACK_STATUSES } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';
import { KeptReading } from './kept-reading.ts';

const { totals: totalsSchema, genres: genresSchema } = librarySummarySchema.shape;
const kept = new KeptReading<LibrarySummary>();

/** Counts a folder's tracks. */
export function summarizeLibrary(database: LibraryDatabase, root: string): LibrarySummary {
  return {
    totals: totalsOf(database, root),
    genres: genresOf(database, root),
    styles: stylesOf(database, root),
  };
}

/** Counts a folder's tracks, again only when the library was changed. */
export function keptSummary(database: LibraryDatabase, root: string): LibrarySummary {
  return kept.get(database, root, () => summarizeLibrary(database, root));
}

function totalsOf(database: LibraryDatabase, root: string): LibrarySummary['totals'] {
  const count = (status: string) => `count(*) FILTER (WHERE status = '${status}') AS ${status}`;
  const columns = ['count(*) AS tracks', ...TRACK_STATUSES.map(count)].join(', ');
  return totalsSchema.parse(database.prepare(`SELECT ${columns} FROM tracks WHERE root = ?`).get(root));
}

function genresOf(database: LibraryDatabase, root: string): LibrarySummary['genres'] {
  const sql = `
    SELECT predicted AS genre, count(*) AS tracks FROM tracks
    WHERE root = ? AND predicted IS NOT NULL
    GROUP BY predicted ORDER BY predicted`;
  return genresSchema.parse(database.prepare(sql).all(root));
}

function stylesOf(database: LibraryDatabase, root: string): LibrarySummary['styles'] {
  const sql = `
    SELECT style.value AS genre, sum(counted.tracks) AS tracks
    FROM (
      SELECT styles, count(*) AS tracks FROM tracks WHERE root = ? AND styles <> '[]' GROUP BY styles
    ) AS counted, json_each(counted.styles) AS style
    GROUP BY style.value ORDER BY style.value`;
  return genresSchema.parse(database.prepare(sql).all(root));
}
