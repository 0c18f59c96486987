import type { TrackMetadata } from '../../contract/track.ts';

/** Of a file that says nothing about itself. */
export const NO_METADATA: TrackMetadata = { title: '', artist: '', album: '', genres: [], durationSeconds: null };
