import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { TAG_AGREEMENTS } from './values.ts';

/** How many tracks have something in common. */
const countsSchema = z.array(z.object({ name: z.string(), tracks: z.number() }));
/** One bar of a figure of the overview. */
export type TrackCount = Immutable<z.infer<typeof countsSchema>>[number];

/** Into how many equal parts the distribution divides confidences from 0 to 1. */
export const CONFIDENCE_PARTS = 10;

/** What some tracks of a folder are made of; the most frequent of each kind first. */
export const overviewSchema = z.object({
  tracks: z.number(),
  genres: countsSchema,
  styles: countsSchema,
  /** Tracks of every part, the least sure first. */
  confidence: z.array(z.number()),
  /** Of tracks with a prediction. */
  agreement: z.record(z.enum(TAG_AGREEMENTS), z.number()),
  /**
   * The folders that the tracks of each of the library's folders part into, by their texts (see `endedFolder`); of what lies
   * directly beside these, the folder without its subfolders.
   */
  folders: countsSchema,
  /** Of tracks that have one from 1 to 9999, in turn. */
  years: z.array(z.object({ year: z.number(), tracks: z.number() })),
  /** By the file's extension, in lower case. */
  formats: countsSchema,
});
/** See {@link overviewSchema}. */
export type Overview = Immutable<z.infer<typeof overviewSchema>>;
