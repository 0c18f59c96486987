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
  },
  saved: ({ tracks: amount }: { tracks: number }) => `${tracks(amount)} exported`,
  savedByGenre: ({ lists: amount, tracks: listed }: { lists: number; tracks: number }) =>
    `${count(amount, { one: 'playlist', other: 'playlists' })} with ${tracks(listed)} exported`,
  nothing: 'There is nothing to export: no track with a predicted genre is shown.',
  leftOut: (amount: number) => `${tracks(amount)} left out: missing, or with a name that a playlist cannot hold.`,
  place: ({ place }: { place: string }) => `Written to ${place}. To undo it, delete it there.`,
};
