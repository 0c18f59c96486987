import { LIBRARY_ROOT } from '../../src-main/contract/folder-text.ts';
import {
  type FolderCount,
  type LibraryFilters,
  type LibraryView,
  NO_FILTERS,
  type Playlist,
} from '../../src-main/contract/library.ts';
import type { OwnGenre } from '../../src-main/contract/labels.ts';
import type { SmartFilter } from '../../src-main/contract/settings.ts';
import { texts } from '../../src-main/texts/index.ts';
import { asksFor, folderName, inFolder } from './folder-filter.ts';
import { genreName } from './format.ts';
import { genreChoices } from './genre-choices.ts';
import { isFiltering } from './library-filters.ts';
import { genreTree } from './own-genres.ts';

/** A group of the side bar that can be opened and closed. */
const SIDE_BAR_GROUPS = ['folders', 'genres', 'labels', 'filters', 'playlists'] as const;
/** See {@link SIDE_BAR_GROUPS}. */
type SideBarGroup = (typeof SIDE_BAR_GROUPS)[number];

/** A row of the side bar. */
export interface SideBarNode {
  /** Its own among all rows. */
  readonly key: string;
  readonly kind: 'all' | 'group' | 'folder' | 'genre' | 'label' | 'filter' | 'playlist' | 'note';
  readonly name: string;
  /** 0 for groups. */
  readonly depth: number;
  /** Null where it is not counted. */
  readonly tracks: number | null;
  /** Null for a row that has none below it. */
  readonly isOpen: boolean | null;
  /** Whether the table is narrowed to it. */
  readonly isChosen: boolean;
  /** What the table's filters become when it is chosen; null for a row that only opens. */
  readonly filters: LibraryFilters | null;
  /** What finds its tracks, whatever else the table is narrowed to; null for a row that the library's filters do not find. */
  readonly alone: LibraryFilters | null;
}

/** What the side bar is made from. */
export interface SideBarContent {
  readonly view: LibraryView;
  readonly labels: readonly OwnGenre[];
  readonly smartFilters: readonly SmartFilter[];
  /** Whole path of the library's first folder. */
  readonly root: string;
  /** Folders right below a folder, as far as they are known, see `endedFolder`. */
  readonly folders: ReadonlyMap<string, readonly FolderCount[]>;
  readonly playlists: readonly Playlist[];
  /** The playlist whose tracks the table shows; null for none. */
  readonly playlist: number | null;
  /** Keys of the rows that are open. */
  readonly opened: ReadonlySet<string>;
  readonly filters: LibraryFilters;
}

type Row = Omit<SideBarNode, 'isChosen' | 'isOpen'> & { readonly isChosen?: boolean; readonly hasMore?: boolean };

/** The rows of the side bar, those of closed ones left out. */
export function sideBarNodes(content: SideBarContent): readonly SideBarNode[] {
  const { view, opened, filters } = content;
  const { sideBar: words } = texts;
  const rowsOf: Readonly<Record<SideBarGroup, () => readonly Row[]>> = {
    folders: () => folderRows(content, LIBRARY_ROOT, 1),
    genres: () => genreRows(content),
    labels: () => labelRows(content),
    filters: () => filterRows(content),
    playlists: () => playlistRows(content),
  };
  const all: Row = {
    ...ROW,
    key: 'all',
    kind: 'all',
    name: words.all,
    tracks: view.totals.tracks,
    filters: NO_FILTERS,
    alone: NO_FILTERS,
  };
  const rows: Row[] = [{ ...all, isChosen: !isFiltering(filters) && content.playlist === null }];
  for (const group of SIDE_BAR_GROUPS) {
    rows.push({ ...ROW, key: group, kind: 'group', name: words[group], hasMore: true });
    if (!opened.has(group)) continue;
    const below = rowsOf[group]();
    rows.push(...(below.length > 0 ? below : [noteRow(group)]));
  }
  return rows.map(({ hasMore = false, isChosen = false, ...row }) => ({
    ...row,
    isChosen,
    isOpen: hasMore ? opened.has(row.key) : null,
  }));
}

const ROW = { depth: 0, tracks: null, filters: null, alone: null } as const;

function noteRow(group: SideBarGroup): Row {
  return { ...ROW, key: `${group}/none`, kind: 'note', name: texts.sideBar.empty[group], depth: 1 };
}

/** Of the three that the side bar chooses, one at a time filters; the rest of the search and the other filters stay. */
function narrowed(filters: LibraryFilters, change: Partial<LibraryFilters>): LibraryFilters {
  return { ...filters, genre: null, label: null, ...inFolder(filters, null), ...change };
}

function folderRows(content: SideBarContent, parent: string, depth: number): readonly Row[] {
  const { folders, opened, filters, root } = content;
  return (folders.get(parent) ?? []).flatMap(({ folder, tracks, hasFolders }) => {
    const key = folderKey(folder);
    const row: Row = {
      ...{ key, kind: 'folder', name: folderName(folder, root), depth, tracks, hasMore: hasFolders },
      isChosen: asksFor(filters, folder, root),
      filters: narrowed(filters, { folder }),
      alone: { ...NO_FILTERS, folder },
    };
    return [row, ...(hasFolders && opened.has(key) ? folderRows(content, folder, depth + 1) : [])];
  });
}

/** The key of a folder's row. */
function folderKey(folder: string): string {
  return `folders/${folder}`;
}

/** The folder whose row has a key; null for every other row. */
export function folderOf(key: string): string | null {
  if (key === 'folders') return LIBRARY_ROOT;
  return key.startsWith('folders/') ? key.slice('folders/'.length) : null;
}

function genreRows({ view, opened, filters }: SideBarContent): readonly Row[] {
  const choices = genreChoices(view);
  let family = '';
  return choices.flatMap(({ genre, tracks, isStyle }, index) => {
    const key = `genres/${genre}`;
    if (!isStyle) family = key;
    if (isStyle && !opened.has(family)) return [];
    const hasMore = !isStyle && choices[index + 1]?.isStyle === true;
    const row: Row = {
      ...{ key, kind: 'genre', name: genreName(genre), depth: isStyle ? 2 : 1, tracks, hasMore },
      isChosen: filters.genre === genre,
      filters: narrowed(filters, { genre }),
      alone: { ...NO_FILTERS, genre },
    };
    return [row];
  });
}

function labelRows({ labels, filters }: SideBarContent): readonly Row[] {
  return genreTree(labels).map(({ genre: { name, tracks }, depth, below }) => ({
    ...{ key: `labels/${name}`, kind: 'label', name, depth: depth + 1, tracks: tracks + below },
    isChosen: filters.label === name,
    filters: narrowed(filters, { label: name }),
    alone: { ...NO_FILTERS, label: name },
  }));
}

function filterRows({ smartFilters, filters }: SideBarContent): readonly Row[] {
  return smartFilters.map(({ name, filters: kept }, index) => {
    const whole = filtersOf(kept);
    const isChosen = (Object.keys(whole) as (keyof LibraryFilters)[]).every((key) => whole[key] === filters[key]);
    return { ...ROW, key: filterKey(index), kind: 'filter', name, depth: 1, isChosen, filters: whole, alone: whole };
  });
}

/** The key of a smart filter's row. */
function filterKey(index: number): string {
  return `filters/${index}`;
}

/** The place of the smart filter whose row has a key; -1 for every other row. */
export function filterIndexOf(key: string): number {
  return key.startsWith('filters/') ? Number(key.slice('filters/'.length)) : -1;
}

function playlistRows({ playlists, playlist }: SideBarContent): readonly Row[] {
  return playlists.map(({ number, name }) => {
    const key = playlistKey(number);
    return { ...ROW, key, kind: 'playlist', name, depth: 1, isChosen: number === playlist };
  });
}

function playlistKey(number: number): string {
  return `playlists/${number}`;
}

/** The number of the playlist whose row has a key; -1 for every other row. */
export function playlistOf(key: string): number {
  return key.startsWith('playlists/') ? Number(key.slice('playlists/'.length)) : -1;
}

/** All filters of a search that was saved. */
function filtersOf(kept: SmartFilter['filters']): LibraryFilters {
  const known = Object.entries(kept).filter(([, value]) => value !== undefined);
  return { ...NO_FILTERS, ...Object.fromEntries(known) };
}
