import type { TrackDetail } from '../../src-main/contract/track.ts';
import type { AnalysisWindow } from '../../src-main/contract/values.ts';

/** A file's word for its length and what was decoded of it differ by this much at most. */
const SECONDS_APART = 1;

/** What of a track its prediction is of: all of it where it is no longer than the window. */
export function heardWindow(
  { window, analysedSeconds }: Pick<NonNullable<TrackDetail['analysis']>, 'window' | 'analysedSeconds'>,
  durationSeconds: number | null,
): AnalysisWindow {
  return durationSeconds !== null && analysedSeconds >= durationSeconds - SECONDS_APART ? 'full' : window;
}
