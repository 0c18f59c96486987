import type { TimeSpan } from './player.svelte.ts';

/** The longest span on screen whose saliency is computed, in seconds: in a longer one, it would be too small to see. */
export const MOST_SALIENCY_SECONDS = 300;

/** Whether a span is too long to show its saliency. */
export function isTooLongForSaliency({ start, end }: TimeSpan): boolean {
  return end - start > MOST_SALIENCY_SECONDS;
}

/** The middles of the model's segments within a span, in seconds; none where the span is too long. */
export function saliencySegments(visible: TimeSpan, segmentSeconds: number, trackSeconds: number): number[] {
  if (isTooLongForSaliency(visible)) return [];
  const first = Math.floor(visible.start / segmentSeconds);
  const count = Math.ceil(Math.min(trackSeconds, visible.end) / segmentSeconds) - first;
  // The last segment ends with the track.
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Math.min((first + index + 0.5) * segmentSeconds, (trackSeconds + (first + index) * segmentSeconds) / 2),
  );
}
