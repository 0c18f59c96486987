import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { float32Array } from './typed-arrays.ts';

/** A track near another one. */
const neighbourSchema = z.object({
  id: z.number(),
  genre: z.string(),
  /** 1 − cos of the angle between embeddings: 0 for the same sound, 2 for opposites. */
  distance: z.number(),
});
/** See {@link neighbourSchema}. */
export type Neighbour = Immutable<z.infer<typeof neighbourSchema>>;

/** What sounds like a track. */
export const neighboursSchema = z.object({
  nearest: z.array(neighbourSchema),
  /** The nearest one of every genre, the nearest genre first. */
  byGenre: z.array(neighbourSchema),
});
/** See {@link neighboursSchema}. */
export type Neighbours = Immutable<z.infer<typeof neighboursSchema>>;

/** What a genre of the library sounds like. */
export const genreProfileSchema = z.object({
  genre: z.string(),
  tracks: z.number(),
  /** Mean levels of mel bands, then modulation depths [8 groups, 16 steps], both in decibels. */
  meanSpectrum: float32Array,
  /** The track nearest to the middle of the genre. */
  typical: z.nullable(neighbourSchema),
  /** Those farthest from it, the farthest first. */
  farthest: z.array(neighbourSchema),
});
/** See {@link genreProfileSchema}. */
export type GenreProfile = Immutable<z.infer<typeof genreProfileSchema>>;
