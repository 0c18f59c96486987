import { expect, it } from 'vitest';
import type { StyleInfo } from '../../contract/styles.ts';
import { joinStyles, joinStyleScores } from './combine-styles.ts';

const style = (name: string, threshold: number): StyleInfo => ({
  name,
  kind: 'style',
  family: 'electronic',
  threshold,
  isCalibrated: false,
  averagePrecision: null,
  positives: 0,
  tracks: 0,
});

it('styles of several models are averaged where several score them, in one order', () => {
  const cards = [
    { styles: [style('house', 0.2), style('techno', 0.4)] },
    {},
    { styles: [style('techno', 0.8), style('ska', 0.5)] },
  ];
  expect(joinStyles(cards).map(({ name, threshold }) => [name, threshold])).toEqual([
    ['house', 0.2],
    ['techno', expect.closeTo(0.6)],
    ['ska', 0.5],
  ]);
  expect(joinStyleScores(cards, [[0.1, 0.3], [], [0.5, 0.9]])).toEqual([0.1, 0.4, 0.9]);
});
