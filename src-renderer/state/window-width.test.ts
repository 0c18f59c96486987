import { expect, it } from 'vitest';
import { windowWidth } from './window-width.ts';

it('the window is as wide as its page, and as itself before the page is laid out', () => {
  expect(windowWidth({ innerWidth: 1264, outerWidth: 1280 })).toBe(1264);
  expect(windowWidth({ innerWidth: 0, outerWidth: 1280 })).toBe(1280);
});
