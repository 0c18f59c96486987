import type { TrackId } from './track.ts';

/** A track near another one. */
export interface Neighbour {
  readonly id: TrackId;
  readonly genre: string;
  /** 1 − cos of the angle between embeddings: 0 for the same sound, 2 for opposites. */
  readonly distance: number;
}

/** What sounds like a track. */
export interface Neighbours {
  readonly nearest: readonly Neighbour[];
  /** The nearest one of every genre, the nearest genre first. */
  readonly byGenre: readonly Neighbour[];
}

/** What a genre of the library sounds like. */
export interface GenreProfile {
  readonly genre: string;
  readonly tracks: number;
  /** Mean levels of mel bands, then modulation depths [8 groups, 16 steps], both in decibels. */
  readonly meanSpectrum: Float32Array;
  /** The track nearest to the middle of the genre. */
  readonly typical: Neighbour | null;
  /** Those farthest from it, the farthest first. */
  readonly farthest: readonly Neighbour[];
}
