import type { NamingSource, RelatedBy } from '../../contract/values.ts';
import { count, plural } from '../format.ts';
import { labels as labelCount, tracks } from './common.ts';

const name = (amount: number): string => count(amount, { one: 'name', other: 'names' });

/** Labelling tracks. */
export const labels = {
  region: 'Labels',
  typeGenre: 'Genre for the selected tracks',
  typeGenreHint:
    'Type a genre (L), or several separated by semicolons. Enter replaces the labels, Shift+Enter adds to them.',
  genreFor: (amount: number) => `Genre for ${tracks(amount)}`,
  selectFirst: 'Select tracks first',
  selectMore: 'Select more',
  related: { album: 'Album', artist: 'Artist', folder: 'Folder' } satisfies Record<RelatedBy, string>,
  relatedHints: {
    album: 'Selects the shown tracks of the same album',
    artist: 'Selects the shown tracks of the same artist',
    folder: 'Selects the shown tracks of the same folder',
  } satisfies Record<RelatedBy, string>,
  genres: 'Genres',
  moreGenres: 'More genres',
  more: 'More for labels',
  genresOf: ({ title }: { title: string }) => `Genres of ${title}`,
  genresOfMany: (amount: number) => `Genres of ${tracks(amount)}`,
  keyHint: ({ genre, tracks: amount, key }: { genre: string; tracks: number; key: string }) =>
    `${genre}: ${tracks(amount)}. Key ${key} gives it; Shift adds it to the other labels`,
  /** Before what number keys mean on the rows of a list. */
  rowKeys: 'Keys label this row:',
  rowKeysRegion: 'Number keys',
  noLabel: 'no label',
  labelled: (amount: number) => `${tracks(amount)} labelled`,
  undo: 'Undo the last labelling',
  undoHint: ({ step }: { step: string | null }) => (step === null ? 'There is nothing to undo' : `Undo: ${step}`),
  manageGenres: 'Manage Genres…',
  manageGenresHint: 'Rename, merge, split, colour and delete your genres',
  suggest: 'Suggest Tracks',
  suggestHint: 'Shows the tracks whose labels would improve the model most',
  fromNames: 'From Tags or Folders…',
  fromNamesHint: 'Labels the selected, the shown or all tracks by their tags or folders',
  retrain: 'Retrain…',
  retrainHint: 'Retrain the model (Ctrl+R)',
  messages: {
    noFolder: 'There is no music to label yet.',
    noFolderHint: 'Open a folder first. Then select tracks and give them genres.',
    pressL: 'Press L to label tracks. Then the keys 1 to 9 label them.',
    playFirst: 'Press Space to play the track. Then the keys 1 to 9 label it.',
    rowLabelled: ({ name: track, genre, isAdded }: { name: string; genre: string | null; isAdded: boolean }) => {
      if (genre === null) return `${track}: labels removed.`;
      return isAdded ? `${track}: label ${genre} added, or removed where it had it.` : `${track}: labelled ${genre}.`;
    },
    selectFirst: 'Select tracks first.',
    typedIsKept: 'The text that you typed is kept.',
    allLabelled: 'Every analysed track of this folder is labelled.',
    suggested: ({ labels: amount, minutes }: { labels: number; minutes: number }) =>
      `${labelCount(amount)} would improve the model most, about ${minutes} min.`,
    suggestedHint: 'A number key labels the track, Enter inspects it. Clear filters shows all tracks again.',
    labelled: (amount: number) => `${tracks(amount)} labelled.`,
    canUndo: 'Undo removes these labels again.',
    genresSet: ({ genres, tracks: amount }: { genres: readonly string[]; tracks: number }) =>
      genres.length === 0 ? `Labels of ${tracks(amount)} removed.` : `${tracks(amount)} labelled ${genres.join('; ')}.`,
    canUndoSet: 'Ctrl+Z undoes it.',
    unknownLines: (amount: number) =>
      `${count(amount, { one: 'line names a file', other: 'lines name files' })} that the library does not have. Open the folder of the files first.`,
    nothingToUndo: 'There is no labelling to undo.',
    undone: ({ step }: { step: string }) => `Undone: ${step}`,
    tooFewToSplit: 'Splitting a genre needs at least two analysed tracks.',
  },
  why: {
    unlikeLabels: 'Unlike your labels',
    undecided: ({ first, second }: { first: string; second: string }) => `${first} or ${second}?`,
    predicted: ({ genre }: { genre: string }) => `${genre}?`,
  },
};

/** The box that several genres are typed in. */
export const genreInput = {
  chosen: 'Genres chosen',
  suggestions: 'Genres',
  remove: ({ genre }: { genre: string }) => `Remove ${genre}`,
  hint: 'Type a genre, or choose one by the arrow keys. Enter or a semicolon adds it, Backspace removes the last, Enter again confirms, Escape cancels.',
  placeholder: 'Genre',
  full: ({ most }: { most: number }) => `At most ${most} genres`,
};

/** The dialog that manages the user's genres. */
export const genreManager = {
  title: 'Your genres',
  description: 'Changes here affect only your labels. No file is written, and Undo reverts each change.',
  empty: { title: 'No genres yet', text: 'Select tracks in the table, press L, and type a genre.' },
  aliases: ({ names }: { names: string }) => `, also ${names}`,
  tracks,
  below: (amount: number) => `, ${labelCount(amount)} in its subgenres`,
  edit: 'Edit…',
  editGenre: ({ genre }: { genre: string }) => `Edit ${genre}`,
  closeGenre: ({ genre }: { genre: string }) => `Close ${genre}`,
  ignored: 'Ignored names',
  ignoredHint: 'You marked these names in tags or folders as no genre.',
  askAgain: ({ name: ignored }: { name: string }) => `Do not ignore ${ignored} any more`,
  import: 'Import Labels…',
  importHint: 'A table with the columns path and genre; semicolons separate several genres',
  export: 'Export Labels…',
  form: {
    name: 'Name',
    newName: ({ genre }: { genre: string }) => `New name of ${genre}`,
    rename: 'Rename',
    merge: 'Merge',
    mergeHint: ({ genre, other, tracks: amount }: { genre: string; other: string; tracks: number }) =>
      `Merges with “${other}”, which then has at most ${tracks(amount)}. “${genre}” becomes another name of “${other}”.`,
    parent: 'Parent genre',
    parentOf: ({ genre }: { genre: string }) => `Parent genre of ${genre}`,
    noParent: 'None',
    parentHint: ({ genre, fewest }: { genre: string; fewest: number }) =>
      `With fewer than ${fewest} tracks, ${genre} is trained as its parent genre. ` +
      `The filter by label shows its tracks under the parent, too. The labels do not change.`,
    colour: 'Colour',
    colourOf: ({ genre }: { genre: string }) => `Colour of ${genre}`,
    automaticColour: 'Automatic',
    colourNumber: (place: number) => `Colour ${place}`,
    aliases: 'Other names',
    forgetAlias: ({ alias }: { alias: string }) => `Remove the name ${alias}`,
    anotherName: ({ genre }: { genre: string }) => `Another name of ${genre}`,
    anotherNameHint: ({ genre }: { genre: string }) => `When typed, in tags and in tables, this name means ${genre}`,
    add: 'Add',
    aliasTaken: ({ alias, genre }: { alias: string; genre: string }) => `“${alias}” already means “${genre}”.`,
    aliasTakenByOther: ({ alias, genre }: { alias: string; genre: string }) =>
      `“${alias}” already means “${genre}”. Merge the two genres instead.`,
    split: 'Split by Sound…',
    splitHint: 'Finds two groups of tracks that sound alike, which you then name',
    delete: 'Delete…',
    deleteGenre: ({ genre }: { genre: string }) => `Delete ${genre}`,
  },
  confirmDelete: {
    title: ({ genre }: { genre: string }) => `Delete “${genre}”?`,
    detail: ({ tracks: amount, hasSubgenres }: { tracks: number; hasSubgenres: boolean }) => {
      const lose = plural(amount, { one: 'loses', other: 'lose' });
      const subgenres = hasSubgenres ? ' Its subgenres are kept.' : '';
      return `${tracks(amount)} ${lose} this label.${subgenres} Your files, their tags and your models do not change. Undo brings the genre back.`;
    },
    action: 'Delete',
  },
  split: {
    form: ({ genre }: { genre: string }) => `Split ${genre}`,
    explanation: ({ genre }: { genre: string }) =>
      `Listen to the typical tracks of each group and name both groups. Each track’s label “${genre}” is replaced by the name of its group.`,
    rest: ({ tracks: amount, genre }: { tracks: number; genre: string }) =>
      ` ${tracks(amount)} without a comparable analysis keep the label ${genre}.`,
    groupName: (group: number) => `Name of group ${group}`,
    typical: (amount: number) => `${tracks(amount)}. Typical tracks:`,
    typicalOf: (group: number) => `Typical tracks of group ${group}`,
    split: 'Split',
    doNotSplit: 'Do Not Split',
  },
};

/** The dialog that takes labels from tags or folders. */
export const naming = {
  title: 'Labels from tags or folders',
  description:
    'Enter the genre that each name stands for. Your choices are remembered. An empty field means no genre. No file is written.',
  source: 'Source of the names',
  sources: {
    tags: 'Genre tags',
    folder: 'Own folder',
    'top-folder': 'Top folder',
  } satisfies Record<NamingSource, string>,
  reading: 'Reading the names…',
  empty: {
    title: 'No names',
    tags: 'None of these tracks has a genre tag, or you labelled all of them by hand.',
    folders: 'You labelled all of these tracks by hand.',
  },
  newNames: 'New names',
  knownNames: 'Known names',
  known: (amount: number) => `${name(amount)} that you decided before`,
  inTag: 'Name in the tag',
  inFolder: 'Name of the folder',
  tracksColumn: 'Tracks',
  genreColumn: 'Genre',
  ignoreColumn: 'Ignore',
  genreFor: ({ name: spelling }: { name: string }) => `Genre for ${spelling}`,
  noGenre: 'no genre',
  setNoGenre: 'No Genre',
  setNoGenreFor: ({ name: spelling }: { name: string }) => `${spelling} is no genre`,
  notListed: (amount: number) =>
    `The ${count(amount, { one: 'rarest name is', other: 'rarest names are' })} not listed and not used. Select fewer tracks to see more names.`,
  byHand: (amount: number) =>
    `${tracks(amount)} labelled by hand ${plural(amount, { one: 'keeps its labels', other: 'keep their labels' })}.`,
  withoutTag: (amount: number) =>
    `${tracks(amount)} without a genre tag ${plural(amount, { one: 'is', other: 'are' })} not labelled. Tags that Genrescope wrote do not count.`,
  longFolder: (amount: number) =>
    `${tracks(amount)} in folders with too long names ${plural(amount, { one: 'is', other: 'are' })} not labelled.`,
  label: 'Label',
};
