import { z } from 'zod';
import { LONGEST_GENRE_TEXT } from '../labels.ts';
import { MOST_PREFERRED } from '../scan.ts';
import { RECENT_FOLDERS } from '../settings.ts';
import type { FolderCount, FoundTracks, LibrarySummary, Playlist, PlaylistTracks } from '../library.ts';
import { libraryQuerySchema, LONGEST_FOLDER } from '../library.ts';
import { nothing, operation } from '../operation.ts';
import type { GenreProfile, Neighbours } from '../similarity.ts';
import type { TrackDetail, TrackRow } from '../track.ts';
import { MOST_DRAGGED, trackIdSchema, trackIdsSchema, trackSelectionSchema } from '../track.ts';
import { RELATED_BY } from '../values.ts';

/** Most folders of a library. */
const MOST_FOLDERS = 1_000;

/** The library and its scans. */
export const LIBRARY_OPERATIONS = {
  /** Shows the folder dialog; the answer is the folder, or null if it was closed. */
  'library.openFolder': operation(nothing).withConsequences().returns<string | null>(),
  /** Opens what was just dropped on the window: the preload told its path, and the page names none. */
  'library.openDropped': operation(nothing).withConsequences().returns<string>(),
  'library.openRecent': operation(
    z.strictObject({
      index: z
        .int()
        .min(0)
        .max(RECENT_FOLDERS - 1),
    }),
  )
    .withConsequences()
    .returns<string | null>(),
  /** The tracks that were named to the app from outside, once: the page selects them. */
  'library.takeNamed': operation(nothing).returns<Int32Array>(),
  /** The folders of the open library, the one that was opened first; none where none is open. */
  'library.folders': operation(nothing).returns<readonly string[]>(),
  /** Shows the folder dialog and adds what was chosen to the open library; the answer is its folders. */
  'library.addFolder': operation(nothing).withConsequences().returns<readonly string[]>(),
  /** Takes a folder behind the first out of the open library; its tracks keep what is known of them. */
  'library.removeFolder': operation(z.strictObject({ index: z.int().min(1).max(MOST_FOLDERS) }))
    .withConsequences()
    .returns<readonly string[]>(),
  /** The tracks that a query finds, in its order. */
  'library.query': operation(libraryQuerySchema).returns<Int32Array>(),
  'library.summary': operation(nothing).returns<LibrarySummary>(),
  /** The folders right below one of the library's, whose path is parted by `/`. */
  'library.foldersIn': operation(z.strictObject({ folder: z.string().max(LONGEST_FOLDER) })).returns<
    readonly FolderCount[]
  >(),
  /** Playlists in the folders of the library; looked for anew. */
  'library.playlists': operation(nothing).returns<readonly Playlist[]>(),
  /** The tracks of one that was found last; null where there is none of this number. */
  'library.playlistTracks': operation(
    z.strictObject({ number: z.int().min(0).max(10_000) }),
  ).returns<PlaylistTracks | null>(),
  'library.rows': operation(z.strictObject({ ids: trackIdsSchema.refine((value) => value.length <= 2_000) })).returns<
    readonly TrackRow[]
  >(),
  /** The tracks of the open folder that share something with one, itself included. */
  'library.related': operation(z.strictObject({ id: trackIdSchema, by: z.enum(RELATED_BY) })).returns<Int32Array>(),
  'library.detail': operation(z.strictObject({ id: trackIdSchema })).returns<TrackDetail>(),
  /** The tracks of the open folder that sound most like one: of all, or of those with a genre or a style. */
  'library.neighbours': operation(
    z.strictObject({
      id: trackIdSchema,
      count: z.int().min(1).max(100),
      genre: z.string().max(LONGEST_GENRE_TEXT).nullable(),
    }),
  ).returns<Neighbours>(),
  /** What a genre of the open folder sounds like; null where no analysed track has it. */
  'library.genreProfile': operation(
    z.strictObject({ genre: z.string().max(LONGEST_GENRE_TEXT) }),
  ).returns<GenreProfile | null>(),
  /** Removes missing tracks from the library; labelled ones come back with their recordings. @returns how many */
  'library.removeMissing': operation(z.strictObject({ selection: trackSelectionSchema }))
    .withConsequences()
    .returns<number>(),
  /** Shows the folder dialog and looks there for all missing tracks; null where nothing was chosen. */
  'library.findMissing': operation(nothing).withConsequences().returns<FoundTracks | null>(),
  'library.reveal': operation(z.strictObject({ id: trackIdSchema }))
    .withConsequences()
    .returns<null>(),
  /** Drags the files of tracks out of the window, to other programs: as long as a mouse button is held. */
  'library.dragOut': operation(z.strictObject({ ids: trackIdsSchema.refine(({ length }) => length <= MOST_DRAGGED) }))
    .withConsequences()
    .returns<null>(),
  /** Analyses again what a cancelled scan left, and what changed since. */
  'scan.start': operation(z.strictObject({ again: trackSelectionSchema.nullable() }))
    .withConsequences()
    .returns<null>(),
  /** Which tracks the user looks at or has selected: where they wait, they come next. */
  'scan.prefer': operation(
    z.strictObject({ ids: trackIdsSchema.refine((value) => value.length <= MOST_PREFERRED) }),
  ).returns<null>(),
  'scan.cancel': operation(nothing).returns<null>(),
};
