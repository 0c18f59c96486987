import { expect, it, vi } from 'vitest';
import { NO_FILTERS } from '../../../src-main/contract/library.ts';
import type { SideBarNode } from '../../state/side-bar-nodes.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';
import { sideBarMenu } from './side-bar-menu.ts';

const alone = { ...NO_FILTERS, genre: 'jazz' };
const nothing = () => undefined;
const lists = { saveOf: vi.fn(() => Promise.resolve()), saveByGenreOf: vi.fn(() => Promise.resolve()) };
const menuOf = (node: Pick<SideBarNode, 'kind' | 'alone'>, rename = nothing) =>
  sideBarMenu({ name: 'Jazz', ...node }, lists, { choose: nothing, rename, remove: nothing });
const labels = (entries: readonly MenuEntry[]) => entries.flatMap((each) => (each === 'separator' ? [] : [each.label]));

function press(entries: readonly MenuEntry[], label: string): void {
  for (const entry of entries)
    if (entry !== 'separator' && entry.kind === 'action' && entry.label === label) entry.act();
}

const OF_TRACKS = ['Show Its Tracks', 'Export Playlist…', 'Playlists by Genre…'];

it('exports the tracks of a row by themselves', () => {
  const menu = menuOf({ kind: 'genre', alone });
  expect(labels(menu)).toEqual(OF_TRACKS);
  press(menu, 'Export Playlist…');
  expect(lists.saveOf).toHaveBeenCalledExactlyOnceWith({ name: 'Jazz', filters: alone });
  press(menu, 'Playlists by Genre…');
  expect(lists.saveByGenreOf).toHaveBeenCalledExactlyOnceWith({ name: 'Jazz', filters: alone });
});

it('renames and deletes smart filters, and has nothing for a row without tracks', () => {
  const rename = vi.fn();
  const menu = menuOf({ kind: 'filter', alone }, rename);
  expect(labels(menu)).toEqual([...OF_TRACKS, 'Rename…', 'Delete…']);
  press(menu, 'Rename…');
  expect(rename).toHaveBeenCalledOnce();
  expect(menuOf({ kind: 'group', alone: null })).toEqual([]);
});
