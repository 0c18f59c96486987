import { displayGenre } from './genre-names.ts';
import type { TrackRow } from './track.ts';

/** One column of a list: its name in code, and how wide it is. */
export interface ListColumn<Key extends string = string> {
  readonly key: Key;
  /** A track of CSS grid: `60px`, `minmax(80px, 1.5fr)`. */
  readonly width: string;
}

/** Which tables have room for a column: those at least so many pixels wide. Null: none. */
type LeastTableWidth = number | null;

/** One column of the library's table. */
export interface TrackColumn<Key extends string = string> extends ListColumn<Key> {
  /** The header, in English; the catalogue of texts takes it from here. */
  readonly title: string;
  readonly alignment?: 'right';
  /** The width in a compact table, where the cell shows less. */
  readonly compactWidth?: string;
  readonly leastTableWidth: LeastTableWidth;
  /** Where it differs while the user labels tracks. */
  readonly leastTableWidthLabelling?: LeastTableWidth;
  /** What the first click on the header sorts by, if not ascending. */
  readonly sortsFirst?: 'descending';
  /** What the column says of a track; a column without a cell component of its own shows it as text. */
  readonly value: (track: TrackRow) => string | number | null;
}

/** Some families are scored as styles too; the predicted genre need not be said twice. */
function withoutGenre(styles: readonly string[], genre: string | null): string[] {
  return styles.filter((style) => style !== genre);
}

/** Tables narrower than this, in pixels, are compact. */
export const COMPACT_TABLE_WIDTH = 540;

/**
 * The columns of the library's table in their order, once: the table, the order of the library's query and the lists
 * of sort keys are made from this. A new column is an entry here and its SQL expression in `library/library-query.ts`.
 * The smallest widths of all columns that a table shows must fit into it.
 */
export const TRACK_COLUMNS = [
  {
    key: 'title',
    title: 'Title',
    width: 'minmax(110px, 2.2fr)',
    leastTableWidth: 0,
    value: (track) => track.title || track.fileName,
  },
  {
    key: 'artist',
    title: 'Artist',
    width: 'minmax(80px, 1.5fr)',
    leastTableWidth: 680,
    value: (track) => track.artist,
  },
  {
    key: 'album',
    title: 'Album',
    width: 'minmax(80px, 1.3fr)',
    leastTableWidth: 1040,
    value: (track) => track.album,
  },
  {
    key: 'year',
    title: 'Year',
    width: 'minmax(44px, 0.5fr)',
    alignment: 'right',
    leastTableWidth: null,
    sortsFirst: 'descending',
    value: (track) => track.year,
  },
  {
    key: 'bpm',
    title: 'BPM',
    width: 'minmax(44px, 0.5fr)',
    alignment: 'right',
    leastTableWidth: null,
    value: (track) => track.bpm && Math.round(track.bpm),
  },
  {
    key: 'currentGenre',
    title: 'Current genre',
    width: 'minmax(70px, 1.2fr)',
    leastTableWidth: 0,
    leastTableWidthLabelling: 860,
    value: (track) => track.currentGenres.join(', '),
  },
  {
    key: 'predictedGenre',
    title: 'Predicted genre',
    width: 'minmax(100px, 1.2fr)',
    leastTableWidth: 0,
    value: (track) => track.predictedGenre,
  },
  {
    key: 'secondGenre',
    title: 'Second genre',
    width: 'minmax(80px, 1.2fr)',
    leastTableWidth: null,
    value: (track) => track.secondGenre && displayGenre(track.secondGenre),
  },
  {
    key: 'styles',
    title: 'Styles',
    width: 'minmax(80px, 1.9fr)',
    leastTableWidth: 960,
    value: ({ styles, predictedGenre }) => withoutGenre(styles, predictedGenre).map(displayGenre).join(', '),
  },
  {
    key: 'label',
    title: 'Label',
    width: 'minmax(70px, 1.2fr)',
    leastTableWidth: null,
    leastTableWidthLabelling: 0,
    value: (track) => track.labels.join(', '),
  },
  {
    key: 'confidence',
    title: 'Confidence',
    width: 'minmax(76px, 0.9fr)',
    compactWidth: '40px',
    leastTableWidth: 0,
    sortsFirst: 'descending',
    value: (track) => track.confidence,
  },
  {
    key: 'duration',
    title: 'Duration',
    width: '60px',
    alignment: 'right',
    leastTableWidth: 860,
    sortsFirst: 'descending',
    value: (track) => track.durationSeconds,
  },
  {
    key: 'format',
    title: 'Format',
    width: 'minmax(50px, 0.6fr)',
    leastTableWidth: null,
    value: (track) => track.format,
  },
  {
    key: 'bitRate',
    title: 'Bit rate',
    width: 'minmax(70px, 0.6fr)',
    alignment: 'right',
    leastTableWidth: null,
    sortsFirst: 'descending',
    value: (track) => track.bitRate,
  },
  {
    key: 'path',
    title: 'Path',
    width: 'minmax(120px, 3fr)',
    leastTableWidth: null,
    value: (track) => track.path,
  },
  {
    key: 'dateAdded',
    title: 'Date added',
    width: 'minmax(84px, 0.8fr)',
    leastTableWidth: null,
    sortsFirst: 'descending',
    value: (track) => track.addedAt,
  },
  {
    key: 'status',
    title: 'Status',
    width: 'minmax(84px, 1fr)',
    compactWidth: '16px',
    leastTableWidth: 0,
    value: (track) => track.status,
  },
] as const satisfies readonly TrackColumn[];

/** Names of the table's columns; the library can be sorted by each. */
export type TrackColumnKey = (typeof TRACK_COLUMNS)[number]['key'];
