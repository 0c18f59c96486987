import { expect, it } from 'vitest';
import type { TrackDetail } from '../../../src-main/contract/track.ts';
import type { AnalysisWindow } from '../../../src-main/contract/values.ts';
import { analysedSpans, nextSpanStart } from './analysed-spans.ts';

function analysed(window: AnalysisWindow, ...segments: readonly [start: number, end: number][]) {
  const timeline = segments.map(([startSeconds, endSeconds]) => ({ startSeconds, endSeconds, probabilities: [] }));
  return { analysis: { window, timeline } as unknown as TrackDetail['analysis'] };
}

it('joins segments that follow one another, overlap, or leave out little', () => {
  expect(analysedSpans(analysed('30s', [85, 95], [90, 100], [100.5, 115]), 200)).toEqual([{ start: 85, end: 115 }]);
  expect(analysedSpans(analysed('30s', [15, 18], [20.4, 23.4], [25.8, 28.8]), 60)).toEqual([{ start: 15, end: 28.8 }]);
  const spans = analysedSpans(analysed('3x10s', [20, 30], [95, 105], [170, 180]), 200);
  expect(spans.map(({ start }) => start)).toEqual([20, 95, 170]);
});

it('takes the middle of a track that was not analysed, or heard as a whole', () => {
  expect(analysedSpans({ analysis: null }, 200)).toEqual([{ start: 85, end: 115 }]);
  expect(analysedSpans(analysed('full', [0, 100], [100, 200]), 200)).toEqual([{ start: 85, end: 115 }]);
  expect(analysedSpans({ analysis: null }, 12)).toEqual([{ start: 0, end: 12 }]);
});

it('goes from span to span, and from the last one to the first', () => {
  const spans = [20, 95, 170].map((start) => ({ start, end: start + 10 }));
  expect([0, 20, 50, 96, 170, 190].map((seconds) => nextSpanStart(spans, seconds))).toEqual([20, 95, 95, 170, 20, 20]);
});
