import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../src-main/contract/library.ts';
import { filterIndexOf, folderOf, playlistOf, sideBarNodes, type SideBarContent } from './side-bar-nodes.ts';

const label = (name: string, parent: string | null) => ({ name, tracks: 2, colour: null, parent, aliases: [] });
const CONTENT: SideBarContent = {
  view: {
    ids: new Int32Array(),
    totals: { tracks: 9, done: 9, failed: 0, waiting: 0, missing: 0 },
    genres: [{ genre: 'rock', tracks: 5 }],
    styles: [{ genre: 'punk', tracks: 2 }],
  },
  labels: [label('Rock', null), label('Krautrock', 'Rock')],
  smartFilters: [{ name: 'Doubtful', filters: { text: 'is:unsure' } }],
  folders: new Map([
    [
      './',
      [
        { folder: './A/', tracks: 3, hasFolders: true },
        { folder: './.', tracks: 2, hasFolders: false },
        { folder: '/mnt/records/', tracks: 4, hasFolders: false },
      ],
    ],
    ['./A/', [{ folder: './A/B/', tracks: 1, hasFolders: false }]],
  ]),
  root: '/home/me/Music',
  playlists: [{ number: 0, name: 'Sunday', folder: '' }],
  playlist: null,
  opened: new Set(),
  filters: NO_FILTERS,
};
const rows = (content: Partial<SideBarContent>) => sideBarNodes({ ...CONTENT, ...content });
const keys = (content: Partial<SideBarContent>) => rows(content).map(({ key }) => key);

describe('rows of the side bar', () => {
  it('shows groups, and what is open in them', () => {
    const groups = ['all', 'folders', 'genres', 'labels', 'filters', 'playlists'];
    expect(keys({})).toEqual(groups);
    expect(rows({})[0]).toMatchObject({ tracks: 9, isChosen: true, isOpen: null });
    const opened = new Set(['folders', 'folders/./A/', 'genres', 'genres/rock', 'labels', 'filters', 'playlists']);
    expect(keys({ opened })).toEqual([
      ...['all', 'folders', 'folders/./A/', 'folders/./A/B/', 'folders/./.', 'folders//mnt/records/'],
      ...['genres', 'genres/rock', 'genres/punk'],
      ...['labels', 'labels/Rock', 'labels/Krautrock', 'filters', 'filters/0', 'playlists', 'playlists/0'],
    ]);
    expect(rows({ opened }).find(({ key }) => key === 'labels/Rock')).toMatchObject({ tracks: 4, depth: 1 });
    const folders = rows({ opened }).filter(({ kind }) => kind === 'folder');
    expect(folders.map(({ name }) => name)).toEqual(['A', 'B', 'Directly in Music', 'records']);
    expect(rows({ opened: new Set(['filters']), smartFilters: [] }).at(-2)).toMatchObject({ kind: 'note' });
  });

  it('narrows to one of folder, genre and label, and keeps the search', () => {
    const opened = new Set(['folders', 'folders/./A/', 'filters']);
    const filters = { ...NO_FILTERS, text: 'x', genre: 'rock' };
    const found = rows({ opened, filters });
    const narrowed = found.find(({ key }) => key === 'folders/./A/B/')?.filters;
    expect(narrowed).toEqual({ ...NO_FILTERS, text: 'x', folder: './A/B/' });
    expect(rows({ opened, filters: narrowed ?? NO_FILTERS }).filter(({ isChosen }) => isChosen)).toMatchObject([
      { key: 'folders/./A/B/' },
    ]);
    const smart = found.find(({ kind }) => kind === 'filter')?.filters;
    expect(smart).toEqual({ ...NO_FILTERS, text: 'is:unsure' });
    expect(rows({ opened, filters: smart ?? NO_FILTERS }).find(({ kind }) => kind === 'filter')?.isChosen).toBe(true);
  });

  it('knows what finds the tracks of a row, whatever is shown', () => {
    const opened = new Set(['folders', 'genres', 'labels', 'filters', 'playlists']);
    const found = rows({ opened, filters: { ...NO_FILTERS, text: 'x', status: 'failed' } });
    const alone = (key: string) => found.find((row) => row.key === key)?.alone;
    expect(alone('all')).toEqual(NO_FILTERS);
    expect(alone('folders/./A/')).toEqual({ ...NO_FILTERS, folder: './A/' });
    expect(alone('genres/rock')).toEqual({ ...NO_FILTERS, genre: 'rock' });
    expect(alone('labels/Rock')).toEqual({ ...NO_FILTERS, label: 'Rock' });
    expect(alone('filters/0')).toEqual({ ...NO_FILTERS, text: 'is:unsure' });
    expect([alone('genres'), alone('playlists/0')]).toEqual([null, null]);
  });

  it('takes a folder of the search for its row, and replaces it by the next one', () => {
    const opened = new Set(['folders', 'folders/./A/']);
    const chosen = (text: string) =>
      rows({ opened, filters: { ...NO_FILTERS, text } }).flatMap(({ key, isChosen }) => (isChosen ? [key] : []));
    expect(chosen('x folder:./A')).toEqual(['folders/./A/']);
    expect(chosen('path:"/home/me/Music/A/B"')).toEqual(['folders/./A/B/']);
    expect(chosen('folder:/mnt/records')).toEqual(['folders//mnt/records/']);
    expect([chosen('folder:a'), chosen('-folder:./A')]).toEqual([[], []]);
    const found = rows({ opened, filters: { ...NO_FILTERS, text: 'x folder:./A -folder:live' } });
    expect(found.find(({ key }) => key === 'folders/./.')?.filters).toEqual({
      ...NO_FILTERS,
      text: 'x -folder:live',
      folder: './.',
    });
  });

  it('tells by its key what a row stands for', () => {
    expect([folderOf('folders'), folderOf('folders/./A/'), folderOf('genres')]).toEqual(['./', './A/', null]);
    expect([filterIndexOf('filters/3'), filterIndexOf('all')]).toEqual([3, -1]);
    expect([playlistOf('playlists/0'), playlistOf('all')]).toEqual([0, -1]);
  });
});
