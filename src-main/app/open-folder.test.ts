import { expect, it } from 'vitest';
import { sep } from 'node:path';
import { overlaps, realFolder } from './open-folder.ts';

const path = (...names: string[]) => `${sep}${names.join(sep)}`;

it('folders overlap where one lies in the other, not where their names begin alike', () => {
  expect(overlaps(path('music'), path('music'))).toBe(true);
  expect(overlaps(path('music', 'dub'), path('music'))).toBe(true);
  expect(overlaps(path('music'), path('music', 'dub'))).toBe(true);
  expect(overlaps(path('music'), path('music 2'))).toBe(false);
  expect(overlaps(sep, path('music'))).toBe(true);
});

it('a folder that is gone is said to be a folder', async () => {
  await expect(realFolder(path('nowhere', 'music'))).rejects.toMatchObject({ code: 'folder-not-found' });
});
