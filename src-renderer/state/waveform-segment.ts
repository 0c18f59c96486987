import type { WaveformPeaks, WaveformSpan } from '../../src-main/contract/inspection.ts';
import type { Span } from '../../src-main/rendering/column-geometry.ts';

/** A part of a waveform in detail. */
export interface WaveformSegment extends WaveformPeaks {
  readonly firstPoint: number;
}

/** What is on screen, in samples. */
export interface WaveformOnScreen {
  readonly span: Span;
  readonly samplesPerPixel: number;
}

/** An outline's filled shape says nothing any more where each pixel has fewer samples: they are drawn themselves. */
const FEWEST_IN_OUTLINE = 4;

/** Samples a point so that a point is at most a pixel wide, or one where samples are wider. */
function samplesPerPointFor(samplesPerPixel: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(samplesPerPixel)));
}

/**
 * The part of a waveform to read for a screen, with as much again on both sides for scrolling; null where the outline of
 * the whole track is fine enough.
 * @param outlined samples a point of that outline
 */
export function waveformWanted({ span, samplesPerPixel }: WaveformOnScreen, outlined: number): WaveformSpan | null {
  const samplesPerPoint = samplesPerPointFor(samplesPerPixel);
  const length = span.end - span.start;
  if (!(length > 0) || (samplesPerPoint >= outlined && samplesPerPixel >= FEWEST_IN_OUTLINE)) return null;
  const firstPoint = Math.max(0, Math.floor((span.start - length) / samplesPerPoint));
  return { samplesPerPoint, firstPoint, points: Math.ceil((span.end + length) / samplesPerPoint) - firstPoint };
}

/** Whether a segment is there for a screen and as fine as it should be. */
export function holds(segment: WaveformSegment, { span, samplesPerPixel }: WaveformOnScreen): boolean {
  const { samplesPerPoint, firstPoint, highest } = segment;
  return (
    samplesPerPoint === samplesPerPointFor(samplesPerPixel) &&
    firstPoint * samplesPerPoint <= span.start &&
    // The last sample of a track ends between two points.
    (firstPoint + highest.length + 1) * samplesPerPoint >= span.end
  );
}
