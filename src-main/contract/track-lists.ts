/** How a list of tracks is written: a playlist, a table, data for programs. */
export const TRACK_LIST_FORMATS = ['m3u8', 'csv', 'json'] as const;
/** See {@link TRACK_LIST_FORMATS}. */
export type TrackListFormat = (typeof TRACK_LIST_FORMATS)[number];

/** Longest name that is proposed for a list. */
export const LONGEST_LIST_NAME = 200;

/** A list that was written. */
export interface WrittenTrackList {
  readonly tracks: number;
  /** Tracks that a playlist cannot name: missing files, names with line breaks or in no UTF-8. */
  readonly leftOut: number;
}

/** Lists that were written, and the file or the folder that holds them; for display only. */
export interface SavedTrackLists extends WrittenTrackList {
  readonly lists: number;
  readonly place: string;
}
