import { describe, expect, it } from 'vitest';
import { laidOutColumns, laidOutWidth, shownColumns } from './shown-columns.ts';

const keys = (width: number, isLabelling: boolean) => shownColumns(width, isLabelling).map(({ key }) => key);
const COMPACT = ['title', 'currentGenre', 'predictedGenre', 'confidence', 'status'];

/** Pixels that a row cannot do without: the columns' smallest widths, gaps and the room at both ends. */
function leastRowWidth(tableWidth: number, isLabelling: boolean): number {
  const columns = shownColumns(tableWidth, isLabelling);
  const smallest = columns.map(({ width }) => Number(/^(?:minmax\()?(\d+)px/.exec(width)?.[1]));
  const gap = tableWidth < 680 ? 12 : 16;
  return smallest.reduce((sum, width) => sum + width, 0) + (columns.length - 1) * gap + 2 * 16;
}

describe('shownColumns', () => {
  it('drops what the details show too where a table is narrow', () => {
    expect(keys(900, false)).toEqual(expect.arrayContaining(['artist', 'duration']));
    expect(keys(700, false)).not.toContain('duration');
    expect(keys(679, false)).toEqual(COMPACT);
    expect(keys(300, false)).toEqual(COMPACT);
  });

  it('shows labels while the user labels, in place of the current genre where a table is narrow', () => {
    expect(keys(900, false)).not.toContain('label');
    expect(keys(900, true)).toEqual(expect.arrayContaining(['label', 'currentGenre']));
    expect(keys(700, true)).toContain('label');
    expect(keys(700, true)).not.toContain('currentGenre');
  });

  it('shows less of confidence and status in a compact table', () => {
    const compact = shownColumns(539, false).filter(({ isCompact }) => isCompact);
    expect(compact.map(({ key, width }) => [key, width])).toEqual([
      ['confidence', '40px'],
      ['status', '16px'],
    ]);
    expect(shownColumns(540, false).some(({ isCompact }) => isCompact)).toBe(false);
  });

  it('keeps the number that a column has among all', () => {
    expect(shownColumns(300, false).map(({ number }) => number)).toEqual(
      shownColumns(2000, false)
        .filter(({ key }) => COMPACT.includes(key))
        .map(({ number }) => number),
    );
  });

  it.each([false, true])('never shows more than fits, labelling: %s', (isLabelling) => {
    for (let width = 420; width < 2000; width++)
      expect(leastRowWidth(width, isLabelling), `${width} px`).toBeLessThanOrEqual(width);
  });
});

describe('laidOutColumns', () => {
  const LAYOUT = [
    { key: 'predictedGenre', width: 120 },
    { key: 'confidence', width: 44 },
    { key: 'title', width: 300 },
  ] as const;

  it('keeps the user’s order and widths, and gives the last column the rest', () => {
    const columns = laidOutColumns(LAYOUT, false);
    expect(columns.map(({ key, number, width }) => [key, number, width])).toEqual([
      ['predictedGenre', 1, '120px'],
      ['confidence', 2, '44px'],
      ['title', 3, 'minmax(300px, 1fr)'],
    ]);
    expect(columns.map(({ isCompact }) => isCompact)).toEqual([false, true, false]);
    expect(laidOutWidth(columns, 16, 32)).toBe(120 + 44 + 300 + 2 * 16 + 32);
  });

  it('shows the labels while the user labels', () => {
    expect(laidOutColumns(LAYOUT, true).map(({ key }) => key)).toEqual([
      'predictedGenre',
      'label',
      'confidence',
      'title',
    ]);
    expect(laidOutColumns([{ key: 'label', width: 90 }], true)).toHaveLength(1);
  });
});
