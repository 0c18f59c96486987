import { z } from 'zod';
import type { MapGroups } from '../contract/sound-map.ts';
import type { MapColouring } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';

const groupRow = z.object({ name: z.string(), ids: z.string() });

const SQL: Readonly<Record<MapColouring, string>> = {
  genre: `
    SELECT predicted AS name, json_group_array(id) AS ids FROM tracks
    WHERE root = ? AND status = 'done' AND predicted IS NOT NULL
    GROUP BY predicted ORDER BY count(*) DESC, predicted`,
  label: `
    SELECT genre AS name, json_group_array(id) AS ids FROM (
      SELECT tracks.id, genre, min(labels.rowid) FROM tracks JOIN labels ON track_id = tracks.id
      WHERE root = ? AND status = 'done'
      GROUP BY tracks.id
    )
    GROUP BY genre ORDER BY count(*) DESC, genre`,
};

/** The analysed tracks of a folder by what gives them a colour, the largest group first. */
export function mapGroups(database: LibraryDatabase, root: string, by: MapColouring): MapGroups {
  const rows = z.array(groupRow).parse(database.prepare(SQL[by]).all(root));
  return rows.map(({ name, ids }) => ({ name, ids: Int32Array.from(z.array(z.number()).parse(JSON.parse(ids))) }));
}
