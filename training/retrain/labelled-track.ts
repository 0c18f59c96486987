import type { TrackRelations } from './track-groups.ts';

/** A track of the user's, what the bases make of it, and what the user calls it. */
export interface LabelledTrack extends TrackRelations {
  /** Its file. */
  readonly id: string;
  /** What the bases' last layers are given, mean over the track's patches, one base after the other. */
  readonly features: Float32Array;
  /** Indexes of the user's genres: one, or several. */
  readonly genres: readonly number[];
  /** Whether the model before did not know this label. */
  readonly isNew?: boolean;
}

/** A labelled track, ready for a last layer. */
export interface TrackInputs extends LabelledTrack {
  /** What the last layer is given: the features themselves, or with them what the base's head says of them. */
  readonly inputs: Float32Array;
}
