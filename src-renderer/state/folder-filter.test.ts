import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../src-main/contract/library.ts';
import { asksFor, folderName, folderWay, withinFolder } from './folder-filter.ts';
import { shownParts } from './shown-parts.ts';

const ROOT = '/home/me/Music';

describe('the folder that is shown', () => {
  it.each([{ folder: './Jazz/Live/' }, { text: 'folder:./Jazz/Live' }, { text: 'path:"/home/me/Music/Jazz/Live/"' }])(
    'is one part, which one press leaves: %o',
    (asked) => {
      const filters = { ...NO_FILTERS, ...asked, genre: 'rock' };
      const [part, ...others] = shownParts(filters, ROOT, undefined);
      expect(others).toEqual([]);
      expect(part?.text).toBe('Folder: Jazz/Live');
      expect({ ...filters, ...part?.without }).toEqual({ ...NO_FILTERS, genre: 'rock' });
      expect(asksFor(filters, './Jazz/Live/', ROOT)).toBe(true);
    },
  );

  it('may be several, whose other filters stay', () => {
    const filters = { ...NO_FILTERS, folder: './Jazz/', text: 'x folder:live -path:dub' };
    expect(shownParts(filters, ROOT, undefined)).toEqual([
      { text: 'Folder: Jazz, live', without: { folder: null, text: 'x -path:dub' } },
    ]);
    expect(shownParts({ ...NO_FILTERS, text: '-folder:live' }, ROOT, undefined)).toEqual([]);
  });
});

it.each([
  ['./Jazz/Live/', 'Jazz/Live', 'Live'],
  ['./Jazz/.', 'Directly in Jazz', 'Directly in Jazz'],
  ['./Jazz/Live/.', 'Directly in Jazz/Live', 'Directly in Live'],
  ['./', 'Music', 'Music'],
  ['./.', 'Directly in Music', 'Directly in Music'],
  ['/mnt/records/', '/mnt/records', 'records'],
  ['/mnt/records/.', 'Directly in /mnt/records', 'Directly in records'],
  ['*/Jazz/', 'Jazz', 'Jazz'],
  ['jazz', 'jazz', 'jazz'],
])('names %s', (folder, way, name) => {
  expect([folderWay(folder, ROOT), folderName(folder, ROOT)]).toEqual([way, name]);
});

it('knows paths of Windows', () => {
  expect(asksFor({ folder: null, text: 'folder:D:\\Music\\Jazz' }, './Jazz/', 'D:\\Music')).toBe(true);
});

describe('a bar of the overview', () => {
  const within = (asked: object, folder: string) => withinFolder({ ...NO_FILTERS, ...asked }, folder, ROOT);

  it('takes the place of a folder above', () => {
    expect(within({ text: 'x folder:./Jazz' }, './Jazz/Live/')).toEqual({ folder: './Jazz/Live/', text: 'x' });
    expect(within({ folder: './Jazz/' }, './Jazz/.')).toEqual({ folder: './Jazz/.', text: '' });
  });

  it('finds no more tracks than it shows', () => {
    expect(within({ text: 'folder:live' }, './Jazz/')).toEqual({ folder: './Jazz/' });
    expect(within({ folder: './Jazz/.' }, './Jazz/')).toEqual({});
  });
});
