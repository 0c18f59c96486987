import { basename, sep } from 'node:path';
import { z } from 'zod';
import type { Album } from '../contract/albums.ts';
import type { TrackId, TrackSelection } from '../contract/track.ts';
import type { LibraryDatabase } from './database.ts';

const idsRow = z.object({ ids: z.string() });
const partRow = z.object({
  id: z.number(),
  title: z.string(),
  folder: z.string(),
  artist: z.string(),
  genre: z.string().nullable(),
  tracks: z.number(),
});
type PartRow = z.infer<typeof partRow>;

/** The first and the last text that begins with a folder's path; `tracks_by_path` finds what lies between. */
const BELOW_FOLDER = `
  other.path > rtrim(one.folder, '${sep}') || '${sep}'
  AND other.path < rtrim(one.folder, '${sep}') || '${String.fromCharCode(sep.charCodeAt(0) + 1)}'`;

/** Each album's tracks by artist and genre, so that what most of them have is seen. */
const PARTS = `
  SELECT one.id, one.album AS title, one.folder, other.artist, other.predicted AS genre, count(*) AS tracks
  FROM tracks AS one
  JOIN tracks AS other INDEXED BY tracks_by_path
    ON other.root = one.root AND ${BELOW_FOLDER} AND other.folder = one.folder AND other.album = one.album
  WHERE one.root = ? AND one.id IN (SELECT value FROM json_each(?))
  GROUP BY one.id, other.artist, other.predicted`;

/**
 * The albums that some tracks are of, each by its first track's id: those with an artist first, by artist and title.
 * Albums of one name in different folders are different ones.
 */
export function albumIds(database: LibraryDatabase, root: string, selection: TrackSelection): Int32Array<ArrayBuffer> {
  const ids = selection.kind === 'all' ? [] : [JSON.stringify([...selection.ids])];
  const chosen =
    selection.kind === 'all'
      ? 'NOT INDEXED WHERE root = ?'
      : 'WHERE root = ? AND id IN (SELECT value FROM json_each(?))';
  const row: unknown = database
    .prepare(
      `SELECT json_group_array(id) AS ids FROM (
        SELECT min(id) AS id FROM tracks ${chosen}
        GROUP BY folder, album
        ORDER BY min(artist) = '', min(artist) COLLATE NOCASE, album = '', album COLLATE NOCASE, folder
      )`,
    )
    .get(root, ...ids);
  return Int32Array.from(z.array(z.number()).parse(JSON.parse(idsRow.parse(row).ids)));
}

/** What is shown of albums, in the order of the ids; those whose track is gone are left out. */
export function albumRows(database: LibraryDatabase, root: string, ids: readonly TrackId[]): Album[] {
  const parts = z.array(partRow).parse(database.prepare(PARTS).all(root, JSON.stringify(ids)));
  const byAlbum = new Map<TrackId, PartRow[]>();
  for (const part of parts) byAlbum.set(part.id, [...(byAlbum.get(part.id) ?? []), part]);
  return ids.flatMap((id) => albumOf(byAlbum.get(id) ?? []));
}

function albumOf(parts: readonly PartRow[]): Album[] {
  const [first] = parts;
  if (!first) return [];
  const artists = new Set(parts.map(({ artist }) => artist));
  const tracksOf = new Map<string, number>();
  for (const { genre, tracks } of parts) if (genre !== null) tracksOf.set(genre, (tracksOf.get(genre) ?? 0) + tracks);
  const [most] = [...tracksOf].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return [
    {
      id: first.id,
      title: first.title,
      folder: basename(first.folder),
      artist: artists.size === 1 ? first.artist : null,
      genre: most?.[0] ?? null,
      tracks: parts.reduce((sum, { tracks }) => sum + tracks, 0),
    },
  ];
}
