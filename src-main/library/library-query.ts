import { z } from 'zod';
import { disagreesWithTags } from '../contract/genre-meaning.ts';
import type { RelatedBy, SortKey } from '../contract/values.ts';
import type { LibraryQuery, LibraryView } from '../contract/library.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import type { TrackId, TrackSelection } from '../contract/track.ts';
import { HAS_GENRE, SECOND_GENRE, strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { summarizeLibrary } from './library-summary.ts';
import { folderCondition, searchConditions } from './search-condition.ts';
import { isOfGroup } from './track-groups.ts';
import type { SqlCondition, SqlValue } from './word-search.ts';

const FIRST_LABEL = '(SELECT min(genre) FROM labels WHERE track_id = id)';

/** The SQL expression that each key sorts by. */
const SORT_EXPRESSIONS: Readonly<Record<SortKey, string>> = {
  title: "CASE title WHEN '' THEN file_name ELSE title END COLLATE NOCASE",
  artist: "artist = '', artist COLLATE NOCASE",
  album: "album = '', album COLLATE NOCASE",
  year: 'year IS NULL, year',
  bpm: 'bpm IS NULL, bpm',
  currentGenre: "genres = '[]', genres COLLATE NOCASE",
  predictedGenre: 'predicted IS NULL, predicted',
  secondGenre: `${SECOND_GENRE} IS NULL, ${SECOND_GENRE}`,
  styles: "styles = '[]', styles",
  label: `${FIRST_LABEL} IS NULL, ${FIRST_LABEL} COLLATE NOCASE`,
  confidence: 'confidence',
  duration: 'duration',
  format: 'format IS NULL, format COLLATE NOCASE',
  bitRate: 'bit_rate IS NULL, bit_rate',
  dateAdded: 'added_at IS NULL, added_at',
  status: 'status',
  path: 'path',
};

const contradictionRow = z.object({ id: z.number(), predicted: z.string(), genres: strings });
const idsSchema = z.object({ ids: z.string() });

const SELECTED_IDS = `
  SELECT json_group_array(id) AS ids FROM (
    SELECT id FROM tracks WHERE root = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY path
  )`;

/** Ids of the rows that a query finds, in its order. */
export function queryIds(database: LibraryDatabase, root: string, query: LibraryQuery): Int32Array<ArrayBuffer> {
  const { condition, parameters } = conditionOf(database, root, query);
  const order = SORT_EXPRESSIONS[query.sort.key];
  const direction = query.sort.direction === 'descending' ? 'DESC' : 'ASC';
  // One JSON text instead of 100,000 row objects: several times faster.
  const row: unknown = database
    .prepare(
      `SELECT json_group_array(id) AS ids FROM (
        SELECT id FROM tracks WHERE ${condition} ORDER BY ${order} ${direction}, path
      )`,
    )
    .get(...parameters);
  const ids = parsedIds(row);
  if (query.disagreesOnly) return disagreeing(database, ids);
  return query.group?.by === 'agreement' ? ofAgreement(database, ids, query.group.value) : ids;
}

function parsedIds(row: unknown): Int32Array<ArrayBuffer> {
  return Int32Array.from(z.array(z.number()).parse(JSON.parse(idsSchema.parse(row).ids)));
}

/** Ids of the tracks of a selection that are in a folder, by their paths. */
export function selectedIds(
  database: LibraryDatabase,
  root: string,
  selection: TrackSelection,
): Int32Array<ArrayBuffer> {
  if (selection.kind === 'all') return queryIds(database, root, EVERY_TRACK);
  const row: unknown = database.prepare(SELECTED_IDS).get(root, JSON.stringify([...selection.ids]));
  return parsedIds(row);
}

/** Ids of the rows that a query finds, in its order, and what there is to filter by. */
export function queryLibrary(database: LibraryDatabase, root: string, query: LibraryQuery): LibraryView {
  return { ids: queryIds(database, root, query), ...summarizeLibrary(database, root) };
}

/**
 * Those of some tracks whose tags contradict the prediction. The column `disagrees` finds them quickly, but may be kept
 * from a version that knew no styles and no other names of genres.
 */
function disagreeing(database: LibraryDatabase, ids: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const sql = `
    SELECT id, predicted, genres FROM tracks
    WHERE predicted IS NOT NULL AND id IN (SELECT value FROM json_each(?))`;
  const rows = z.array(contradictionRow).parse(database.prepare(sql).all(JSON.stringify([...ids])));
  const found = new Set(
    rows.filter(({ predicted, genres }) => disagreesWithTags(predicted, genres)).map(({ id }) => id),
  );
  return ids.filter((id) => found.has(id));
}

/** Those of some tracks that agree with their tags, or contradict them; the untagged ones are all of them already. */
function ofAgreement(
  database: LibraryDatabase,
  ids: Int32Array<ArrayBuffer>,
  agreement: string,
): Int32Array<ArrayBuffer> {
  if (agreement === 'untagged') return ids;
  const contradicted = disagreeing(database, ids);
  if (agreement === 'disagrees') return contradicted;
  const known = new Set(contradicted);
  return ids.filter((id) => !known.has(id));
}

/** A genre and everything below it. */
const SUBGENRES = `
  WITH RECURSIVE subgenres (name) AS (
    SELECT ? UNION SELECT genres.name FROM genres JOIN subgenres ON genres.parent = subgenres.name
  )
  SELECT name FROM subgenres`;

function conditionOf(
  database: LibraryDatabase,
  root: string,
  query: LibraryQuery,
): { condition: string; parameters: SqlValue[] } {
  const conditions: SqlCondition[] = [['root = ?', root], ...searchConditions(database, root, query.text)];
  if (query.genre !== null) conditions.push([HAS_GENRE, query.genre, query.genre]);
  if (query.label === '') conditions.push(['id NOT IN (SELECT track_id FROM labels)']);
  else if (query.label !== null)
    conditions.push([`id IN (SELECT track_id FROM labels WHERE genre IN (${SUBGENRES}))`, query.label]);
  if (query.status !== null) conditions.push(['status = ?', query.status]);
  if (query.minConfidence > 0) conditions.push(['confidence >= ?', query.minConfidence]);
  if (query.maxConfidence < 1) conditions.push(['confidence <= ?', query.maxConfidence]);
  if (query.folder !== null) conditions.push(folderCondition({ database, root }, query.folder));
  if (query.disagreesOnly) conditions.push(['disagrees = 1']);
  if (query.group !== null) conditions.push(isOfGroup(query.group));
  return {
    condition: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...values]) => values),
  };
}

/** Albums of one name in different folders are different ones. */
const RELATED_CONDITIONS: Readonly<Record<RelatedBy, string>> = {
  artist: "other.artist = one.artist AND one.artist <> ''",
  album: "other.album = one.album AND other.folder = one.folder AND one.album <> ''",
  folder: 'other.folder = one.folder',
};

/** Tracks of a folder that share something with one of them; itself alone where it says nothing of it. */
export function relatedTracks(
  database: LibraryDatabase,
  root: string,
  id: TrackId,
  by: RelatedBy,
): Int32Array<ArrayBuffer> {
  const row: unknown = database
    .prepare(
      `SELECT json_group_array(other.id) AS ids
      FROM tracks AS one
      JOIN tracks AS other ON other.root = one.root AND (other.id = one.id OR (${RELATED_CONDITIONS[by]}))
      WHERE one.root = ? AND one.id = ?`,
    )
    .get(root, id);
  return parsedIds(row);
}
