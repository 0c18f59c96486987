import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { float32Array, int32Array } from './typed-arrays.ts';

/** Tracks as points of a plane, those that sound alike near one another. */
export const soundMapSchema = z.object({
  /** In ascending order. */
  ids: int32Array,
  /** x and y of every track, one after the other; the longer side of the map is from 0 to 1. */
  positions: float32Array,
});
/** See {@link soundMapSchema}. */
export type SoundMap = Immutable<z.infer<typeof soundMapSchema>>;

/** Tracks that have one colour on the map. */
export const mapGroupsSchema = z.array(z.object({ name: z.string(), ids: int32Array }));
/** See {@link mapGroupsSchema}; a track with several labels is in the group of its first one. */
export type MapGroups = Immutable<z.infer<typeof mapGroupsSchema>>;

/** How much of a map is computed, 0 to 1. */
export const mapProgressSchema = z.object({ share: z.number() });
/** See {@link mapProgressSchema}. */
export type MapProgress = Immutable<z.infer<typeof mapProgressSchema>>;
