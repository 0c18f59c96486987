import { z } from 'zod';
import { LONGEST_GENRE_TEXT } from '../labels.ts';
import { RECENT_FOLDERS } from '../settings.ts';
import type { LibraryView } from '../library.ts';
import { libraryQuerySchema } from '../library.ts';
import { nothing, operation } from '../operation.ts';
import type { GenreProfile, Neighbours } from '../similarity.ts';
import type { TrackDetail, TrackRow } from '../track.ts';
import { trackIdSchema, trackIdsSchema, trackSelectionSchema } from '../track.ts';
import { RELATED_BY } from '../values.ts';

/** The library and its scans. */
export const LIBRARY_OPERATIONS = {
  /** Shows the folder dialog; the answer is the folder, or null if it was closed. */
  'library.openFolder': operation(nothing).returns<string | null>(),
  'library.openDropped': operation(
    z.strictObject({ paths: z.array(z.string().min(1).max(4_096)).min(1).max(1_000) }),
  ).returns<string>(),
  'library.openRecent': operation(
    z.strictObject({
      index: z
        .int()
        .min(0)
        .max(RECENT_FOLDERS - 1),
    }),
  ).returns<string>(),
  'library.query': operation(libraryQuerySchema).returns<LibraryView>(),
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
  'library.reveal': operation(z.strictObject({ id: trackIdSchema })).returns<null>(),
  /** Analyses again what a cancelled scan left, and what changed since. */
  'scan.start': operation(z.strictObject({ again: trackSelectionSchema.nullable() })).returns<null>(),
  'scan.cancel': operation(nothing).returns<null>(),
};
