import type { TrackDetail } from '../../../src-main/contract/track.ts';
import type { TimeSpan } from '../../state/player.svelte.ts';

/** What an analysis hears of a track, unless the settings say otherwise. */
const MIDDLE_SECONDS = 30;
/** Whoever is at the beginning of a span goes on to the next one. */
const AT_START_SECONDS = 1;

/** The spans of a track that its analysis heard; the middle 30 s of a track that was not analysed or was heard as a whole. */
export function analysedSpans({ analysis }: Pick<TrackDetail, 'analysis'>, durationSeconds: number): TimeSpan[] {
  const timeline = analysis?.window === 'full' ? [] : (analysis?.timeline ?? []);
  const spans: TimeSpan[] = [];
  for (const { startSeconds: start, endSeconds: end } of timeline) {
    const last = spans.at(-1);
    // Within one span, models leave out less than a segment between segments.
    if (last && start - last.end < end - start) spans[spans.length - 1] = { ...last, end: Math.max(last.end, end) };
    else spans.push({ start, end });
  }
  return spans.length > 0 ? spans : [middleOf(durationSeconds)];
}

/** Where the next span after a moment begins, in seconds; after the last one, the first. */
export function nextSpanStart(spans: readonly TimeSpan[], seconds: number): number {
  return (spans.find(({ start }) => start > seconds + AT_START_SECONDS) ?? spans[0])?.start ?? 0;
}

function middleOf(durationSeconds: number): TimeSpan {
  const start = Math.max(0, (durationSeconds - MIDDLE_SECONDS) / 2);
  return { start, end: Math.min(durationSeconds, start + MIDDLE_SECONDS) };
}
