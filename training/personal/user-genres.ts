/** A genre of the user's. */
export interface UserGenre {
  readonly name: string;
  /** The shipped genres that it stands for: none where it is new. */
  readonly origins: readonly string[];
}

/** What speaks against training on labels as they are. */
export interface LabelWarning {
  readonly kind: 'too-few' | 'one-sided' | 'one-artist' | 'contradiction';
  readonly genre: string;
  readonly tracks: number;
}

/** A genre with fewer tracks is not trained. */
export const FEWEST_TRACKS = 5;
/** The largest genre has so many times the tracks of the smallest before it is worth a word. */
const ONE_SIDED = 10;

/** Genres as they are labelled, with their numbers. */
export interface LabelledCounts {
  readonly name: string;
  readonly tracks: number;
  /** Groups of tracks that share no artist and no album with the others. */
  readonly groups: number;
}

/** What the user should know before training. */
export function warningsOf(counts: readonly LabelledCounts[]): LabelWarning[] {
  const trained = counts.filter(({ tracks }) => tracks >= FEWEST_TRACKS);
  const largest = Math.max(0, ...trained.map(({ tracks }) => tracks));
  return counts.flatMap(({ name, tracks, groups }): LabelWarning[] => {
    if (tracks < FEWEST_TRACKS) return [{ kind: 'too-few', genre: name, tracks }];
    if (groups < 2) return [{ kind: 'one-artist', genre: name, tracks }];
    return largest >= ONE_SIDED * tracks ? [{ kind: 'one-sided', genre: name, tracks }] : [];
  });
}
