import type { RetrainWarning } from '../../src-main/contract/retrain.ts';
import { FEWEST_LABELS } from '../../src-main/contract/retrain.ts';

/** A genre of the user's. */
export interface UserGenre {
  readonly name: string;
  /** The shipped genres that it stands for: none where it is new. */
  readonly origins: readonly string[];
}

/** The largest genre has so many times the tracks of the smallest before it is worth a word. */
const ONE_SIDED = 10;

/** Genres as they are labelled, with their numbers. */
export interface LabelledCounts {
  readonly name: string;
  readonly tracks: number;
  /** Groups of tracks that share no artist and no album with the others. */
  readonly groups: number;
  /** Tracks of which neither artist nor album is known: each counts as by an artist of its own. */
  readonly unknown: number;
}

/** What the user should know before training. */
export function warningsOf(counts: readonly LabelledCounts[]): RetrainWarning[] {
  const trained = counts.filter(({ tracks }) => tracks >= FEWEST_LABELS);
  const largest = Math.max(0, ...trained.map(({ tracks }) => tracks));
  return counts.flatMap(({ name, tracks, groups, unknown }): RetrainWarning[] => {
    if (tracks < FEWEST_LABELS) return [{ kind: 'too-few', genre: name, tracks }];
    if (groups < 2) return [{ kind: 'one-artist', genre: name, tracks }];
    return [
      ...(2 * unknown > tracks ? [{ kind: 'artists-unknown', genre: name, tracks: unknown } as const] : []),
      ...(largest >= ONE_SIDED * tracks ? [{ kind: 'one-sided', genre: name, tracks } as const] : []),
    ];
  });
}
