import { MOST_SMART_FILTERS } from '../../contract/settings.ts';
import { count, whole } from '../format.ts';
import { tracks } from './common.ts';

/** The side bar: what the table can be narrowed to. */
export const sideBar = {
  title: 'Library',
  show: 'Show side bar',
  showHint: ({ key }: { key: string }) => `Show side bar (${key})`,
  width: 'Width of the side bar',
  tree: 'Library',
  all: 'All Music',
  folders: 'Folders',
  genres: 'Predicted Genres',
  labels: 'Labels',
  filters: 'Smart Filters',
  playlists: 'Playlists',
  counted: ({ name, tracks: amount }: { name: string; tracks: number }) => `${name}, ${tracks(amount)}`,
  count: whole,
  empty: {
    genres: 'Nothing is analysed yet',
    labels: 'Nothing is labelled yet',
    filters: 'Save a search to keep it',
    folders: 'No subfolders',
    playlists: 'No playlist in these folders',
  },
  fromPlaylist: ({ name }: { name: string }) => `Playlist ${name}`,
  unknown: ({ name, entries }: { name: string; entries: number }) =>
    `${name}: ${count(entries, { one: 'entry is', other: 'entries are' })} not in this library.`,
  save: 'Save Search…',
  menu: {
    of: ({ name }: { name: string }) => `Menu of ${name}`,
    hint: ({ name, keys }: { name: string; keys: string }) => `Menu of ${name} (${keys})`,
    show: 'Show Its Tracks',
    exportPlaylist: 'Export Playlist…',
    rename: 'Rename…',
    remove: 'Delete…',
  },
  confirmRemove: ({ name }: { name: string }) => ({
    title: `Delete “${name}”?`,
    detail: 'The search is deleted. No track changes.',
    action: 'Delete',
  }),
  naming: {
    label: 'Name of the smart filter',
    save: 'Save',
    tooMany: `There is room for ${MOST_SMART_FILTERS} smart filters. Delete one first.`,
  },
};
