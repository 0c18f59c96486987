import type { TrackId } from './types.ts';

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

/** A track that is worth a label, and why. */
export interface NextLabel {
  readonly id: TrackId;
  /** 0: the model is sure; 1: two genres are equally likely. */
  readonly uncertainty: number;
  /** How unlike the labelled tracks it sounds, 1 for the most of all. */
  readonly novelty: number;
  /** What the model hesitates between. */
  readonly genres: readonly [string, string];
}

/** Nothing is labelled. */
export const NO_LABELS: LabelSummary = { genres: [], tracks: 0, lastStep: null };

/** Longest name of a genre. */
export const LONGEST_GENRE = 100;
