import { count } from '../format.ts';
import { tracks } from './common.ts';

/** Lists of tracks: playlists and tables that are written. */
export const lists = {
  title: 'Export',
  hint: 'Export the shown tracks',
  save: {
    m3u8: 'Export Playlist (M3U8)…',
    csv: 'Export Table (CSV)…',
    json: 'Export Data (JSON)…',
  },
  saveByGenre: 'Playlists by Genre…',
  fileName: 'tracks',
  chooseFolder: 'Folder for the Playlists',
  replace: {
    message: (amount: number) => `Replace ${count(amount, { one: 'playlist', other: 'playlists' })}?`,
    detail: ({ names }: { names: string }) => `The folder already has ${names}. Their contents will be lost.`,
    more: (amount: number) => ` and ${count(amount, { one: 'other', other: 'others' })}`,
    action: 'Replace',
    /** On the command line. */
    question: ({ message, detail }: { message: string; detail: string }) => `${message} ${detail} [y/N] `,
    unasked: 'This command asks before it replaces playlists. Run it in a terminal, or give --yes.',
    declined: 'Nothing was written.',
  },
  saved: ({ tracks: amount }: { tracks: number }) => `${tracks(amount)} exported`,
  savedByGenre: ({ lists: amount, tracks: listed }: { lists: number; tracks: number }) =>
    `${count(amount, { one: 'playlist', other: 'playlists' })} with ${tracks(listed)} exported`,
  writtenByGenre: ({ lists: amount, tracks: listed, place }: { lists: number; tracks: number; place: string }) =>
    `${count(amount, { one: 'playlist', other: 'playlists' })} with ${tracks(listed)} written to ${place}.`,
  nothing: 'There is nothing to export: none of these tracks has a predicted genre.',
  noTracks: ({ name }: { name: string }) => `There is nothing to export: ${name} has no tracks.`,
  leftOut: (amount: number) => `${tracks(amount)} left out: missing, or with a name that a playlist cannot hold.`,
  place: ({ place }: { place: string }) => `Written to ${place}. To undo it, delete it there.`,
};
