import { expect, it } from 'vitest';
import { smartFilterSchema } from './settings.ts';

const read = (filters: object) => smartFilterSchema.parse({ name: 'Kept', filters }).filters;

it.each([
  ['Jazz/Live', './Jazz/Live/'],
  ['/mnt/records/Dub', '/mnt/records/Dub/'],
  ['D:/records', 'D:/records/'],
  ['', './'],
  ['./Jazz/', './Jazz/'],
  ['./Jazz/.', './Jazz/.'],
  ['*/Jazz/', '*/Jazz/'],
])('names the folder %j of an earlier version %j', (folder, text) =>
  expect(read({ folder })).toEqual({ folder: text }),
);

it('makes a folder of a group by folder, and leaves everything else', () => {
  const group = { by: 'folder', value: 'Jazz' };
  expect(read({ text: 'x', group })).toEqual({ text: 'x', folder: '*/Jazz/' });
  expect(read({ group, folder: null })).toEqual({ folder: '*/Jazz/' });
  expect(read({ group, folder: 'Jazz/Live' })).toEqual({ folder: './Jazz/Live/' });
  const format = { by: 'format', value: 'mp3' };
  expect(read({ group: format, folder: null })).toEqual({ group: format, folder: null });
  expect(read({ text: 'x' })).toEqual({ text: 'x' });
});

it.each([{ folder: 7 }, { group: { by: 'folder', value: 7 } }, { unknown: 1 }, null, 'x'])('refuses %j', (filters) => {
  expect(smartFilterSchema.safeParse({ name: 'Kept', filters }).success).toBe(false);
});
