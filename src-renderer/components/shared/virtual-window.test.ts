import { describe, expect, it } from 'vitest';
import { scrollTopToReveal, visibleRange } from './virtual-window.ts';

const at = (scrollTop: number) => ({ scrollTop, height: 320, rowHeight: 32 });

describe('visibleRange', () => {
  it('starts at the first row and adds the overscan below', () => {
    expect(visibleRange(at(0), 100_000, 6)).toEqual({ from: 0, to: 16 });
  });

  it('includes rows that are only partly visible', () => {
    expect(visibleRange(at(40), 100, 0)).toEqual({ from: 1, to: 12 });
  });

  it('ends with the last row', () => {
    expect(visibleRange(at(100_000 * 32 - 320), 100_000, 6)).toEqual({ from: 99_984, to: 100_000 });
  });

  it('is empty without rows, and when the list became shorter than the scroll position', () => {
    expect(visibleRange(at(0), 0, 6)).toEqual({ from: 0, to: 0 });
    expect(visibleRange(at(9000), 10, 6)).toEqual({ from: 10, to: 10 });
  });
});

describe('scrollTopToReveal', () => {
  it('leaves a visible row where it is', () => expect(scrollTopToReveal(5, at(64))).toBe(64));
  it('scrolls up to a row above', () => expect(scrollTopToReveal(1, at(64))).toBe(32));
  it('scrolls down until the whole row is visible', () => expect(scrollTopToReveal(12, at(64))).toBe(96));
});
