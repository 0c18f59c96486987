import type { LabelOrigin } from '../../contract/values.ts';
import { count, whole } from '../format.ts';
import { files as filesInSentence } from './common.ts';

const tracks = (amount: number): string => count(amount, { one: 'Track', other: 'Tracks' });
const files = (amount: number): string => count(amount, { one: 'File', other: 'Files' });

/** Longer names are cut, and more names are counted: an entry of the menu is one line. */
const LONGEST_NAME = 40;
const MOST_NAMES = 3;

function short(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST_NAME ? name : `${letters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(short).join(', ');
  return names.length <= MOST_NAMES ? shown : `${shown} and ${whole(names.length - MOST_NAMES)} More`;
}

/** What a user does to the library, as the entries of the menu name it behind “Undo” and “Redo”. */
export const steps = {
  set: ({ genres, tracks: amount }: { genres: readonly string[]; tracks: number }) =>
    genres.length === 0 ? `Remove Labels of ${tracks(amount)}` : `Label ${list(genres)} for ${tracks(amount)}`,
  added: ({ genre, tracks: amount }: { genre: string; tracks: number }) =>
    `Add Label ${short(genre)} to ${tracks(amount)}`,
  takenAway: ({ genre, tracks: amount }: { genre: string; tracks: number }) =>
    `Remove Label ${short(genre)} from ${tracks(amount)}`,
  replaced: ({ from, to, tracks: amount }: { from: string; to: string; tracks: number }) =>
    `Change Label ${short(from)} to ${short(to)} for ${tracks(amount)}`,
  confirmed: (amount: number) => `Keep Labels of ${tracks(amount)}`,
  taken: ({ tracks: amount, origin }: { tracks: number; origin: Exclude<LabelOrigin, 'hand'> }) => {
    const sources = { tags: 'Tags', folders: 'Folders', import: 'a Table' };
    return `Label ${tracks(amount)} from ${sources[origin]}`;
  },
  renamed: ({ from, to }: { from: string; to: string }) => `Rename Genre ${short(from)} to ${short(to)}`,
  merged: ({ from, to }: { from: string; to: string }) => `Merge Genre ${short(from)} into ${short(to)}`,
  deleted: (genre: string) => `Delete Genre ${short(genre)}`,
  split: ({ genre, names }: { genre: string; names: readonly string[] }) =>
    `Split Genre ${short(genre)} into ${list(names)}`,
  coloured: (genre: string) => `Change Colour of Genre ${short(genre)}`,
  placed: ({ genre, parent }: { genre: string; parent: string | null }) =>
    parent === null
      ? `Remove Parent of Genre ${short(genre)}`
      : `Set Parent of Genre ${short(genre)} to ${short(parent)}`,
  named: ({ alias, genre }: { alias: string; genre: string | null }) =>
    genre === null ? `Ignore Name ${short(alias)}` : `Add Name ${short(alias)} to Genre ${short(genre)}`,
  unnamed: (alias: string) => `Forget Name ${short(alias)}`,
  written: ({ genres, files: amount }: { genres: readonly string[]; files: number }) =>
    `Write ${genres.length === 1 ? list(genres) : 'Genres'} to ${files(amount)}`,
  removed: (amount: number) => `Remove ${count(amount, { one: 'Missing Track', other: 'Missing Tracks' })}`,
  filterSaved: (name: string) => `Save Filter ${short(name)}`,
  filterDeleted: (name: string) => `Delete Filter ${short(name)}`,
  filterRenamed: ({ from, to }: { from: string; to: string }) => `Rename Filter ${short(from)} to ${short(to)}`,
  filterChanged: (name: string) => `Change Filter ${short(name)}`,
  filtersChanged: 'Change Smart Filters',
  undone: ({ step }: { step: string }) => `Undone: ${step}`,
  redone: ({ step }: { step: string }) => `Redone: ${step}`,
  nothingToUndo: 'There is nothing to undo.',
  nothingToRedo: 'There is nothing to redo.',
  confirmRedo: {
    title: 'Write these genres again?',
    detail: (amount: number) =>
      `The genres that were undone are written to ${filesInSentence(amount)} again. Files that changed since are left as they are.`,
    action: (amount: number) => `Write ${filesInSentence(amount)}`,
  },
};
