import { expect, it } from 'vitest';
import { Reloads } from './reloads.ts';

it('loads a page again, but not one that crashes again and again', () => {
  const reloads = new Reloads();
  expect([0, 10_000, 20_000].map((now) => reloads.mayReload(now))).toEqual([true, true, false]);
  expect([90_000, 140_000].map((now) => reloads.mayReload(now))).toEqual([true, true]);
});
