import type { AnalysisWindow } from '../../contract/values.ts';

/** A segment to decode; without a duration, to the end. */
export interface Segment {
  readonly startSeconds: number;
  readonly durationSeconds?: number;
}

const HALF_MINUTE = 30;
const SHORT = 10;

/**
 * Which segments of a track a window means: the middle half-minute; ten seconds around a quarter, half and three
 * quarters; or everything. A track of unknown duration is read from its start.
 */
export function segmentsOf(window: AnalysisWindow, durationSeconds: number | null): Segment[] {
  switch (window) {
    case 'full':
      return [{ startSeconds: 0 }];
    case '30s':
      return [{ startSeconds: Math.max(0, ((durationSeconds ?? 0) - HALF_MINUTE) / 2), durationSeconds: HALF_MINUTE }];
    case '3x10s':
      if (durationSeconds === null || durationSeconds < 3 * SHORT)
        return [{ startSeconds: 0, durationSeconds: 3 * SHORT }];
      return [0.25, 0.5, 0.75].map((share) => ({
        startSeconds: durationSeconds * share - SHORT / 2,
        durationSeconds: SHORT,
      }));
  }
}
