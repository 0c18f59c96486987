/** Identifiers of a frame in ID3v2.2 and in later versions. */
type FrameIds = readonly [short: string, long: string];

/**
 * Frames that hold further fields (https://id3.org/id3v2-00, https://id3.org/id3v2.4.0-frames; GP1 and GRP1 are
 * iTunes' own).
 */
export const FIELD_FRAMES = {
  contentGroup: ['TT1', 'TIT1'],
  itunesGrouping: ['GP1', 'GRP1'],
  mood: ['TMOO', 'TMOO'],
  comment: ['COM', 'COMM'],
  userText: ['TXX', 'TXXX'],
} as const satisfies Readonly<Record<string, FrameIds>>;

/** iTunes’ movements: a tag that names them has the name of a work in TIT1. */
export const MOVEMENT_FRAMES: readonly string[] = ['MVN', 'MVNM', 'MVI', 'MVIN'];

/** Whether a frame has one of some identifiers. */
export function hasId(ids: readonly string[], { id }: { readonly id: string }): boolean {
  return ids.includes(id);
}

/** Whether what a frame holds has to be read. */
export function mayHoldField(frame: { readonly id: string }): boolean {
  return Object.values(FIELD_FRAMES).some((ids) => hasId(ids, frame));
}
