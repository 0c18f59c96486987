import { describe, expect, it } from 'vitest';
import { TRACK_COLUMNS } from '../../src-main/contract/track-columns.ts';
import type { ColumnLayout } from './column-layout.ts';
import { COLUMN_WIDTHS, isColumnLayout, usualWidth, withMoved, withToggled, withWidth } from './column-layout.ts';

const LAYOUT: ColumnLayout = [
  { key: 'status', width: 90 },
  { key: 'title', width: 300 },
  { key: 'confidence', width: 80 },
];
const keys = (layout: ColumnLayout) => layout.map(({ key }) => key);

describe('a layout of columns', () => {
  it('takes a column away, but not the last one', () => {
    expect(keys(withToggled(LAYOUT, 'title'))).toEqual(['status', 'confidence']);
    expect(withToggled(LAYOUT.slice(0, 1), 'status')).toHaveLength(1);
  });

  it('adds a column before the first that comes later by default', () => {
    expect(keys(withToggled(LAYOUT.slice(1), 'artist'))).toEqual(['title', 'artist', 'confidence']);
    expect(keys(withToggled(LAYOUT.slice(1), 'status'))).toEqual(['title', 'confidence', 'status']);
  });

  it('makes a column wider and narrower, within bounds', () => {
    expect(withWidth(LAYOUT, 'title', 250.4)[1]?.width).toBe(250);
    expect(withWidth(LAYOUT, 'title', -5)[1]?.width).toBe(COLUMN_WIDTHS.min);
    expect(withWidth(LAYOUT, 'title', 1e9)[1]?.width).toBe(COLUMN_WIDTHS.max);
  });

  it('moves a column, no further than the ends', () => {
    expect(keys(withMoved(LAYOUT, 'status', 1))).toEqual(['title', 'status', 'confidence']);
    expect(keys(withMoved(LAYOUT, 'status', 99))).toEqual(['title', 'confidence', 'status']);
    expect(keys(withMoved(LAYOUT, 'confidence', -1))).toEqual(['confidence', 'status', 'title']);
    expect(withMoved(LAYOUT, 'album', 0)).toEqual(LAYOUT);
  });
});

describe('isColumnLayout', () => {
  it('takes what it made', () => {
    expect(isColumnLayout(LAYOUT)).toBe(true);
    expect(isColumnLayout(TRACK_COLUMNS.map(({ key }) => ({ key, width: usualWidth(key) })))).toBe(true);
  });

  it.each([
    null,
    [],
    {},
    'title',
    [null],
    [{ key: 'title' }],
    [{ key: 'tempo', width: 90 }],
    [{ key: 'title', width: '90' }],
    [{ key: 'title', width: 5 }],
    [{ key: 'title', width: Number.NaN }],
    [LAYOUT[0], LAYOUT[0]],
  ])('refuses %j', (stored) => expect(isColumnLayout(stored)).toBe(false));
});
