import { sep } from 'node:path';
import { expect, it } from 'vitest';
import { isInside } from './is-inside.ts';

const path = (...names: string[]) => `${sep}${names.join(sep)}`;

it('a path is inside its folders and itself, not inside one whose name begins alike', () => {
  expect(isInside(path('music'), path('music'))).toBe(true);
  expect(isInside(path('music'), path('music', 'dub', 'a.mp3'))).toBe(true);
  expect(isInside(path('music'), path('music', '..a.mp3'))).toBe(true);
  expect(isInside(sep, path('music'))).toBe(true);
  expect(isInside(path('music'), path('music 2', 'a.mp3'))).toBe(false);
  expect(isInside(path('music', 'dub'), path('music'))).toBe(false);
});
