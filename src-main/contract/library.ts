import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { LONGEST_GENRE, LONGEST_GENRE_TEXT } from './labels.ts';
import { int32Array } from './typed-arrays.ts';
import { SORT_DIRECTIONS, SORT_KEYS, TRACK_GROUPS, TRACK_STATUSES } from './values.ts';

/** Extensions of files are shorter. */
const LONGEST_GROUP = 1_000;
/** Paths are shorter. */
export const LONGEST_FOLDER = 4_096;

/** The tracks of one group: of a file's extension, of an agreement with tags, or of the album of the track whose id is given. */
const trackGroupSchema = z.strictObject({ by: z.enum(TRACK_GROUPS), value: z.string().max(LONGEST_GROUP) });
/** See {@link trackGroupSchema}. */
export type TrackGroup = Immutable<z.infer<typeof trackGroupSchema>>;

/** Which rows, in which order. Empty or null entries do not filter. */
export const libraryQuerySchema = z.strictObject({
  sort: z.strictObject({ key: z.enum(SORT_KEYS), direction: z.enum(SORT_DIRECTIONS) }),
  text: z.string().max(1_000),
  /** Tracks for which it is predicted, or which have it as a style. */
  genre: z.string().max(LONGEST_GENRE_TEXT).nullable(),
  /** Tracks that the user gave this genre or a subgenre of it; empty: those without a label. */
  label: z.string().max(LONGEST_GENRE).nullable(),
  status: z.enum(TRACK_STATUSES).nullable(),
  minConfidence: z.number().min(0).max(1),
  maxConfidence: z.number().min(0).max(1),
  disagreesOnly: z.boolean(),
  /** Tracks in a folder of the library, as the search's `folder:` takes it: see `endedFolder`. */
  folder: z.string().max(LONGEST_FOLDER).nullable(),
  group: z.nullable(trackGroupSchema),
});

/** See {@link libraryQuerySchema}; without an order. */
export const libraryFiltersSchema = libraryQuerySchema.omit({ sort: true });
/** See {@link libraryFiltersSchema}. */
export type LibraryFilters = Omit<LibraryQuery, 'sort'>;

/** See {@link libraryQuerySchema}. */
export type LibraryQuery = Immutable<z.infer<typeof libraryQuerySchema>>;

/** Finds every track. */
export const NO_FILTERS: LibraryFilters = {
  text: '',
  genre: null,
  label: null,
  status: null,
  minConfidence: 0,
  maxConfidence: 1,
  disagreesOnly: false,
  folder: null,
  group: null,
};

/** What became of missing tracks that were looked for in another folder. */
export interface FoundTracks {
  readonly found: number;
  readonly missing: number;
  /** Folders that the library has now since found ones lie there. */
  readonly added: readonly string[];
  /** The library's first folder in place of the one before, in which no track was left; null where that one stays. */
  readonly opened: string | null;
}

/** Every track, sorted by its path. */
export const EVERY_TRACK: LibraryQuery = { sort: { key: 'path', direction: 'ascending' }, ...NO_FILTERS };

/** A folder of the library, as `endedFolder` says, and how many tracks it stands for. */
export const folderCountSchema = z.object({ folder: z.string(), tracks: z.number(), hasFolders: z.boolean() });
/** See {@link folderCountSchema}. */
export type FolderCount = Immutable<z.infer<typeof folderCountSchema>>;

/** A playlist in a folder of the library. */
export const playlistSchema = z.object({
  /** Stands for its file until playlists are looked for again. */
  number: z.number(),
  name: z.string(),
  /** From the library's root, parted by `/`; for display only. */
  folder: z.string(),
});
/** See {@link playlistSchema}. */
export type Playlist = Immutable<z.infer<typeof playlistSchema>>;

/** The tracks that a playlist names, and how many entries are no track of the library. */
export const playlistTracksSchema = z.object({ ids: int32Array, unknown: z.number() });
/** See {@link playlistTracksSchema}. */
export type PlaylistTracks = Immutable<z.infer<typeof playlistTracksSchema>>;

const genreCountsSchema = z.array(z.object({ genre: z.string(), tracks: z.number() }));

/** How many tracks the library has, of every status, predicted genre and style: what there is to filter by. */
export const librarySummarySchema = z.object({
  totals: z.object({
    tracks: z.number(),
    waiting: z.number(),
    done: z.number(),
    failed: z.number(),
    missing: z.number(),
  }),
  genres: genreCountsSchema,
  styles: genreCountsSchema,
});
/** See {@link librarySummarySchema}. */
export type LibrarySummary = Immutable<z.infer<typeof librarySummarySchema>>;

/** The ids of all rows that a query finds, and what the whole library has, whatever the query. */
export interface LibraryView extends LibrarySummary {
  readonly ids: Int32Array;
}
