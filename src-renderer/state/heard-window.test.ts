import { expect, it } from 'vitest';
import { heardWindow } from './heard-window.ts';

it('is the whole track where that is no longer than the window', () => {
  expect(heardWindow({ window: '30s', analysedSeconds: 30 }, 240)).toBe('30s');
  expect(heardWindow({ window: '30s', analysedSeconds: 24.9 }, 25)).toBe('full');
  expect(heardWindow({ window: '3x10s', analysedSeconds: 12 }, 12)).toBe('full');
  expect(heardWindow({ window: 'full', analysedSeconds: 200 }, null)).toBe('full');
});
