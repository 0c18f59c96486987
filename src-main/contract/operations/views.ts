import { z } from 'zod';
import type { Album } from '../albums.ts';
import { MOST_ALBUM_ROWS } from '../albums.ts';
import { nothing, operation } from '../operation.ts';
import type { Overview } from '../overview.ts';
import type { MapGroups, SoundMap } from '../sound-map.ts';
import { trackIdsSchema, trackSelectionSchema } from '../track.ts';
import { MAP_COLOURINGS } from '../values.ts';

/** Other views of the open folder than its table. */
export const VIEWS_OPERATIONS = {
  /** What some tracks of the open folder are made of. */
  'views.overview': operation(z.strictObject({ selection: trackSelectionSchema })).returns<Overview>(),
  /** The albums that some tracks are of, each by one of its tracks. */
  'views.albums': operation(z.strictObject({ selection: trackSelectionSchema })).returns<Int32Array>(),
  'views.albumRows': operation(
    z.strictObject({ ids: trackIdsSchema.refine((ids) => ids.length <= MOST_ALBUM_ROWS) }),
  ).returns<readonly Album[]>(),
  /** The map of the open folder; computes it where it is not kept, which `map.progress` tells of. */
  'views.map': operation(nothing).returns<SoundMap>(),
  /** Ends the computing; whoever waits hears `cancelled`. */
  'views.cancelMap': operation(nothing).returns<null>(),
  'views.mapGroups': operation(z.strictObject({ by: z.enum(MAP_COLOURINGS) })).returns<MapGroups>(),
};
