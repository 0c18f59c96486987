import { z } from 'zod';
import { disagreesWithTags } from '../contract/genre-meaning.ts';
import type { Overview, TrackCount } from '../contract/overview.ts';
import { CONFIDENCE_PARTS } from '../contract/overview.ts';
import type { TrackSelection } from '../contract/track.ts';
import type { TagAgreement } from '../contract/values.ts';
import { strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { KeptReading } from './kept-reading.ts';
import { partedFolders } from './parted-folders.ts';
import { FolderStore } from './folder-store.ts';
import { FILE_FORMAT } from './track-groups.ts';

/** Bars of one figure; what is more seldom is not listed. */
const MOST_BARS = 200;

const predictionRow = z.object({
  predicted: z.string().nullable(),
  genres: strings,
  part: z.number().nullable(),
  tracks: z.number(),
});
type PredictionRow = z.infer<typeof predictionRow>;
const stylesRow = z.object({ styles: strings, tracks: z.number() });
const yearRow = z.object({ year: z.number(), tracks: z.number() });
const folderRow = z.object({ folder: z.string(), tracks: z.number() });
const formatRow = z.object({ name: z.string(), tracks: z.number() });

/** All rows in turn are read much faster than in the order of an index that lacks what is counted. */
const IN_TURN = 'NOT INDEXED';

const kept = new KeptReading<Overview>();

/** See {@link overviewOf}; all tracks are counted again only when the library was changed. */
export function keptOverview(database: LibraryDatabase, root: string, selection: TrackSelection): Overview {
  const count = () => overviewOf(database, root, selection);
  return selection.kind === 'all' ? kept.get(database, root, count) : count();
}

/** Counts some tracks of a folder by everything that a view can filter by. */
export function overviewOf(database: LibraryDatabase, root: string, selection: TrackSelection): Overview {
  const ids = selection.kind === 'all' ? [] : [JSON.stringify([...selection.ids])];
  const isChosen = selection.kind === 'all' ? '' : ' AND id IN (SELECT value FROM json_each(?))';
  const counted = (columns: string, groups: number, from: string, and = '') =>
    database
      .prepare(
        `SELECT ${columns}, count(*) AS tracks FROM tracks ${selection.kind === 'all' ? from : ''}
        WHERE root = ?${isChosen}${and}
        GROUP BY ${Array.from({ length: groups }, (_, index) => index + 1).join(', ')}`,
      )
      .all(root, ...ids);
  const part = `min(${CONFIDENCE_PARTS - 1}, CAST(confidence * ${CONFIDENCE_PARTS} AS INTEGER)) AS part`;
  const predictions = z.array(predictionRow).parse(counted(`predicted, genres, ${part}`, 3, IN_TURN));
  const formats = z.array(formatRow).parse(counted(`${FILE_FORMAT} AS name`, 1, IN_TURN));
  const styles = z.array(stylesRow).parse(counted('styles', 1, 'INDEXED BY tracks_by_styles', " AND styles <> '[]'"));
  const files = z.array(folderRow).parse(counted('folder', 1, 'INDEXED BY tracks_by_folder'));
  const years = z.array(yearRow).parse(counted('year', 1, IN_TURN, ' AND year BETWEEN 1 AND 9999'));
  const folders = new FolderStore(database).of(root);
  return {
    tracks: files.reduce((sum, { tracks }) => sum + tracks, 0),
    genres: sums(
      predictions.flatMap(({ predicted, tracks }) => (predicted === null ? [] : [{ name: predicted, tracks }])),
    ),
    styles: sums(styles.flatMap((row) => row.styles.map((name) => ({ name, tracks: row.tracks })))),
    confidence: confidenceOf(predictions),
    agreement: agreementOf(predictions),
    folders: sums(partedFolders(folders, files)),
    years: years.toSorted((a, b) => a.year - b.year),
    formats: sums(formats),
  };
}

function sums(counts: readonly TrackCount[]): TrackCount[] {
  const byName = new Map<string, number>();
  for (const { name, tracks } of counts) byName.set(name, (byName.get(name) ?? 0) + tracks);
  return [...byName]
    .map(([name, tracks]) => ({ name, tracks }))
    .sort((a, b) => b.tracks - a.tracks || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_BARS);
}

function confidenceOf(rows: readonly PredictionRow[]): number[] {
  const parts = new Array<number>(CONFIDENCE_PARTS).fill(0);
  for (const { part, tracks } of rows) if (part !== null) parts[part] = (parts[part] ?? 0) + tracks;
  return parts;
}

function agreementOf(rows: readonly PredictionRow[]): Record<TagAgreement, number> {
  const counts = { agrees: 0, disagrees: 0, untagged: 0 };
  for (const { predicted, genres, tracks } of rows) {
    if (predicted === null) continue;
    const disagreeing = disagreesWithTags(predicted, genres) ? 'disagrees' : 'agrees';
    counts[genres.length === 0 ? 'untagged' : disagreeing] += tracks;
  }
  return counts;
}
