import type { CrossValidation } from '../../../training/retrain/cross-validate.ts';
import type { LabelSet } from '../../../training/retrain/label-set.ts';
import type { LabelledTrack } from '../../../training/retrain/labelled-track.ts';

/** A label that the model, trained without the track, finds unlikely. */
interface ReportedDoubt {
  readonly path: string;
  /** What the track is labelled. */
  readonly genres: readonly string[];
  /** What the model would rather call it. */
  readonly suggestion: string;
  /** How much likelier that is: p(suggestion) − p(label), above 0. */
  readonly doubt: number;
}

/** A model that learned from labels, and how good it is on tracks that it was not given. */
export interface RetrainReport
  extends Pick<LabelSet, 'warnings'>, Pick<CrossValidation, 'fresh' | 'old' | 'comparison' | 'automatic'> {
  /** What the model tells apart. */
  readonly genres: readonly string[];
  /** How many of them are labelled. */
  readonly labelledGenres: number;
  /** Tracks that it learned from. */
  readonly tracks: number;
  /** Without the analysis of the tracks. */
  readonly seconds: number;
  /** Held-out tracks: indexes of genres. */
  readonly heldOut: readonly { readonly path: string; readonly label: number; readonly predicted: number }[];
  /** The most doubted first. */
  readonly doubtful: readonly ReportedDoubt[];
}

/** What was learned from labels. */
export interface RetrainOutcome {
  readonly evaluation: CrossValidation;
  /** The tracks that the evaluation counts. */
  readonly evaluated: readonly LabelledTrack[];
  /** Tracks that the model learned from. */
  readonly tracks: number;
  readonly seconds: number;
}

/** Names tracks and genres, which an evaluation only counts. */
export function retrainReport(
  labels: LabelSet,
  { evaluation, evaluated, tracks, seconds }: RetrainOutcome,
): RetrainReport {
  const { fresh, old, comparison, automatic, heldOut, doubtful } = evaluation;
  const pathOf = (track: number) => evaluated[track]?.id ?? '';
  const nameOf = (genre: number) => labels.genres[genre]?.name ?? '';
  return {
    fresh,
    old,
    comparison,
    automatic,
    warnings: labels.warnings,
    genres: labels.genres.map(({ name }) => name),
    labelledGenres: new Set(labels.tracks.flatMap(({ genres }) => genres)).size,
    tracks,
    seconds,
    heldOut: heldOut.map(({ track, label, predicted }) => ({ path: pathOf(track), label, predicted })),
    doubtful: doubtful.map(({ track, suggestion, doubt }) => ({
      path: pathOf(track),
      genres: (evaluated[track]?.genres ?? []).map(nameOf),
      suggestion: nameOf(suggestion),
      doubt,
    })),
  };
}
