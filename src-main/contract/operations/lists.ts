import { z } from 'zod';
import { operation } from '../operation.ts';
import { trackIdsSchema } from '../track.ts';
import type { SavedTrackLists } from '../track-lists.ts';
import { LONGEST_LIST_NAME, TRACK_LIST_FORMATS } from '../track-lists.ts';

/** Lists of tracks. */
export const LISTS_OPERATIONS = {
  /** Asks where to, and writes tracks in their order; null where no place was chosen. @param name is proposed for the file */
  'lists.save': operation(
    z.strictObject({
      format: z.enum(TRACK_LIST_FORMATS),
      ids: trackIdsSchema,
      name: z.nullable(z.string().max(LONGEST_LIST_NAME)),
    }),
  )
    .withConsequences()
    .returns<SavedTrackLists | null>(),
  /** Asks for a folder, and writes a playlist into it for every predicted genre; null where no folder was chosen. */
  'lists.saveByGenre': operation(z.strictObject({ ids: trackIdsSchema }))
    .withConsequences()
    .returns<SavedTrackLists | null>(),
};
