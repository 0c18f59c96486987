import { z } from 'zod';
import type { Immutable } from './immutable.ts';

/** Tracks of one folder with one album's name; those without a name are the folder's. */
export const albumSchema = z.object({
  /** Of one of its tracks, which stands for it. */
  id: z.number(),
  /** Empty where the tags name none. */
  title: z.string(),
  /** The name of the folder, without those above. */
  folder: z.string(),
  /** Null where there are several. */
  artist: z.nullable(z.string()),
  /** What most of its tracks are predicted as; null where none is analysed. */
  genre: z.nullable(z.string()),
  tracks: z.number(),
});
/** See {@link albumSchema}. */
export type Album = Immutable<z.infer<typeof albumSchema>>;

/** Most albums of one request. */
export const MOST_ALBUM_ROWS = 500;
