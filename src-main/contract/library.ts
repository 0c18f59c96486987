import type { SortDirection, SortKey, TrackStatus } from './values.ts';

/** Which rows, in which order. Empty or absent parts do not filter. */
export interface LibraryQuery {
  readonly sort: { readonly key: SortKey; readonly direction: SortDirection };
  readonly text: string;
  readonly genre: string | null;
  /** Tracks that the user gave this genre or a kind of it; empty: those without a label. */
  readonly label: string | null;
  readonly status: TrackStatus | null;
  readonly minConfidence: number;
  readonly maxConfidence: number;
  readonly disagreesOnly: boolean;
}

/** The ids of all rows that a query finds, and what there is to filter by. */
export interface LibraryView {
  readonly ids: Int32Array;
  /** Of the whole library, whatever the query. */
  readonly totals: {
    readonly tracks: number;
    readonly done: number;
    readonly failed: number;
    readonly waiting: number;
    readonly missing: number;
  };
  readonly genres: readonly { readonly genre: string; readonly tracks: number }[];
}
