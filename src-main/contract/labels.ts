/** Where a label came from. */
export type LabelOrigin = 'hand' | 'tags' | 'import';

/** A change of tracks' labels. */
export type LabelEdit =
  /** These and no others. */
  | { readonly kind: 'set'; readonly genres: readonly string[] }
  /** Added where a track lacks it, taken away where all tracks have it. */
  | { readonly kind: 'toggle'; readonly genre: string };

/** What the user has labelled. */
export interface LabelSummary {
  /** The most labelled first. */
  readonly genres: readonly { readonly name: string; readonly tracks: number }[];
  readonly tracks: number;
  /** What undoing would take back; null where there is nothing. */
  readonly lastStep: string | null;
}

/** Nothing is labelled. */
export const NO_LABELS: LabelSummary = { genres: [], tracks: 0, lastStep: null };

/** Longest name of a genre. */
export const LONGEST_GENRE = 100;
