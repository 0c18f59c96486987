import { describe, expect, it } from 'vitest';
import { areShown, carryOver, NOTHING_SELECTED, select, selectAll, selectNone, type Selection } from './selection.ts';

const SHOWN = Int32Array.of(50, 40, 30, 20, 10);
const ids = (selection: Selection): number[] => [...selection.ids];

describe('select', () => {
  it('selects one row alone', () => {
    const selection = select(select(NOTHING_SELECTED, SHOWN, 0, 'only'), SHOWN, 2, 'only');
    expect(selection).toEqual({ ids: new Set([30]), focus: 2, anchor: 2 });
  });

  it('adds and takes away with the toggle', () => {
    const two = select(select(NOTHING_SELECTED, SHOWN, 0, 'only'), SHOWN, 3, 'toggle');
    expect(ids(two)).toEqual([50, 20]);
    expect(ids(select(two, SHOWN, 0, 'toggle'))).toEqual([20]);
  });

  it('extends from the anchor in both directions', () => {
    const start = select(NOTHING_SELECTED, SHOWN, 2, 'only');
    expect(ids(select(start, SHOWN, 4, 'range'))).toEqual([30, 20, 10]);
    const turned = select(select(start, SHOWN, 4, 'range'), SHOWN, 1, 'range');
    expect(turned).toEqual({ ids: new Set([40, 30]), focus: 1, anchor: 2 });
  });

  it('takes a range without an anchor for a plain selection', () => {
    expect(ids(select(NOTHING_SELECTED, SHOWN, 3, 'range'))).toEqual([20]);
  });

  it('ignores rows that do not exist', () => {
    expect(select(NOTHING_SELECTED, SHOWN, 5, 'only')).toBe(NOTHING_SELECTED);
  });
});

describe('selectAll and selectNone', () => {
  it('keeps the focus', () => {
    const all = selectAll(select(NOTHING_SELECTED, SHOWN, 2, 'only'), SHOWN);
    expect([all.ids.size, all.focus]).toEqual([5, 2]);
    expect(selectNone(all)).toEqual({ ids: new Set(), focus: 2, anchor: 2 });
  });

  it('has no focus in an empty list', () => expect(selectAll(NOTHING_SELECTED, new Int32Array()).focus).toBe(-1));
});

describe('carryOver', () => {
  it('follows the rows into another order', () => {
    const selection = select(select(NOTHING_SELECTED, SHOWN, 0, 'only'), SHOWN, 4, 'toggle');
    expect(carryOver(selection, SHOWN, SHOWN.toSorted())).toEqual({ ids: new Set([10, 50]), focus: 0, anchor: 0 });
  });

  it('drops rows that are not shown any more', () => {
    const selection = select(NOTHING_SELECTED, SHOWN, 1, 'only');
    expect(carryOver(selection, SHOWN, Int32Array.of(50, 30))).toEqual({ ids: new Set(), focus: -1, anchor: -1 });
  });
});

it('knows whether all wanted tracks are shown', () => {
  const shown = Int32Array.of(3, 1, 2);
  expect(areShown(shown, Int32Array.of(1, 3))).toBe(true);
  expect(areShown(shown, Int32Array.of(1, 4))).toBe(false);
  expect(areShown(shown, new Int32Array())).toBe(true);
});
