import { expect, it } from 'vitest';
import type { TrackStyle } from '../../src-main/contract/styles-of-track.ts';
import { scoreText, styleList, styleName } from './track-styles.ts';

const style = (name: string, score: number, kind: TrackStyle['kind'] = 'style'): TrackStyle => ({
  name,
  kind,
  family: null,
  threshold: 0.5,
  isCalibrated: kind === 'style',
  score,
  isThere: score >= 0.5,
});
const names = (styles: readonly TrackStyle[]) => styles.map(({ name }) => name);

it('a list shows what the track has, the farthest above its threshold first, and can show all', () => {
  const list = styleList([style('a', 0.6), style('b', 0.1), style('c', 0.9), style('d', 0.9, 'descriptor')], 'style');
  expect([names(list.short), names(list.all), list.hasAny]).toEqual([['c', 'a'], ['c', 'a', 'b'], true]);
});

it('a list shows the nearest ones where the track has none', () => {
  const list = styleList(
    [0.1, 0.2, 0.3, 0.4].map((score) => style(String(score), score)),
    'style',
  );
  expect([names(list.short), list.hasAny]).toEqual([['0.4', '0.3', '0.2'], false]);
});

it('names and scores are written as what they are', () => {
  expect([styleName(style('hard-rock', 1)), styleName(style('female-vocals', 1, 'descriptor'))]).toEqual([
    'Hard Rock',
    'Female vocals',
  ]);
  expect([scoreText(style('a', 0.42)), scoreText(style('a', 0.42, 'descriptor'))]).toEqual(['42%', '0.42']);
  expect(scoreText(style('a', 0.0024, 'descriptor'))).toBe('0.002');
});
