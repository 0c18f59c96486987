import type { PlannedField } from '../../contract/tags.ts';
import type {
  BatchFileState,
  ChangeKind,
  FurtherField,
  PlanGrouping,
  PlanSortKey,
  TagUnit,
} from '../../contract/values.ts';
import { count, moment, plural, whole } from '../format.ts';
import { after, files, remaining } from './common.ts';

const fieldNames: Record<FurtherField, string> = {
  grouping: 'Grouping',
  comment: 'Comment',
  mood: 'Mood',
  evidence: 'GENRESCOPE',
};

const fieldText = ({ field, after: text }: Pick<PlannedField, 'field' | 'after'>): string =>
  text === '' ? `${fieldNames[field]} removed` : `${fieldNames[field]}: ${text}`;

/** Reviewing, writing and undoing tags. */
export const review = {
  title: 'Review changes',
  planned: 'Nothing is written until you apply. Undo restores the original bytes.',
  applied: 'Undo restores the original bytes.',
  openFirst: 'Open a folder with music first.',
  apply: (amount: number) => `Apply to ${files(amount)}`,
  planAgain: 'Plan Again',
  options: {
    summary: ({ tracks, existing, unit }: { tracks: string; existing: string; unit: string }) =>
      `Options: ${tracks} · ${existing} · ${unit}`,
    existing: 'Existing genres',
    genresPerFile: 'Genres per file',
    genreDepth: 'Genre or style',
    by: 'Decided by',
    units: { track: 'Each track', album: 'Its album' } satisfies Record<TagUnit, string>,
    byAlbum:
      'All tracks with one album text in one folder get the genre that is likeliest in the mean of their predictions. Your labels come first.',
    noRoomForStyles: 'With one genre per file, no style is written beside the genre. Choose two or three.',
    minConfidence: 'Minimum confidence',
    automatic: '95% correct',
    automaticText: ({ threshold }: { threshold: string }) =>
      `Only predictions that are correct in at least 95% of cases are written, and your labels. ${threshold}`,
    showUnsure: 'Show Less Certain Tracks',
  },
  filesShown: 'Files shown',
  toWrite: (amount: number) => `To write (${whole(amount)})`,
  leftAlone: (amount: number) => `Not changed (${whole(amount)})`,
  separator: ({ separator }: { separator: string }) => `Several genres in one text field: ${separator}.`,
  hardLinks: ({ files: amount, names, areWritten }: { files: number; names: string; areWritten: boolean }) => {
    const have = plural(amount, { one: 'has', other: 'have' });
    const what = areWritten
      ? 'The genre is written for all names.'
      : 'These files are not written. You can change this in the settings.';
    return `${files(amount)} ${have} several names (hard links): ${names}. ${what}`;
  },
  countsByKind: 'Show only these kinds',
  differing: 'Differs from album',
  differingHint: 'The track’s own prediction is another genre than that of its album.',
  search: 'Search changes',
  searchHint: 'Title, artist, album, genre, file',
  sort: 'Sort by',
  sortKeys: {
    planned: 'Order of the table',
    title: 'Title',
    artist: 'Artist',
    album: 'Album',
    change: 'New genre',
    confidence: 'Confidence',
  } satisfies Record<PlanSortKey, string>,
  descending: 'Descending',
  grouping: 'Group by',
  groupings: { none: 'No groups', album: 'By album', change: 'By new genre' } satisfies Record<PlanGrouping, string>,
  takeShown: 'Tick All Shown',
  leaveShown: 'Untick All Shown',
  noneFound: { title: 'Nothing found', text: 'No change fits this search and these kinds.' },
  noAlbum: 'No album',
  group: ({ tracks, writes, leftOut }: { tracks: number; writes: number; leftOut: number }) =>
    writes === 0 ? files(tracks) : `${whole(writes - leftOut)} of ${files(writes)}`,
  writeGroup: ({ name }: { name: string }) => `Write all of ${name}`,
  changes: 'Changes',
  filesToWrite: 'Files to write',
  filesLeftAlone: 'Files not changed',
  nothingToWrite: {
    title: 'No file to write',
    text: ({ isAutomatic }: { isAutomatic: boolean }) =>
      `With these options no file changes. ${isAutomatic ? 'Switch “95% correct” off' : 'Lower the minimum confidence'}, or choose another rule for existing genres.`,
  },
  nothingLeftAlone: {
    title: 'Every file is written',
    text: (amount: number) => `${files(amount)} would be written.`,
  },
  planning: { title: 'Making the plan…', text: 'Nothing is written yet.' },
  kinds: {
    add: 'Add',
    replace: 'Replace',
    append: 'Append',
    fields: 'Fields only',
    same: 'Unchanged',
    kept: 'Kept',
    'below-confidence': 'Below confidence',
    unmapped: 'Excluded genre',
    'not-analysed': 'Not analysed',
  } satisfies Record<ChangeKind, string>,
  kindHints: {
    add: 'The file has no genre yet.',
    replace: 'The predicted genres replace the genres of the file.',
    append: 'The predicted genres are added to the genres of the file.',
    fields: 'The genres of the file stay. Only other fields that the settings name are written.',
    same: 'The file already has this genre.',
    kept: 'The file has a genre, and existing genres are kept.',
    'below-confidence': 'The confidence of the prediction is below the minimum.',
    unmapped: 'The settings exclude this genre from writing.',
    'not-analysed': 'The track is waiting, has failed or is missing.',
  } satisfies Record<ChangeKind, string>,
  place: ({ folder, name }: { folder: string; name: string }) => (folder === '' ? name : `${folder}/${name}`),
  play: ({ name }: { name: string }) => `Play ${name}`,
  pause: ({ name }: { name: string }) => `Pause ${name}`,
  edit: ({ name }: { name: string }) => `Edit the new genres of ${name}`,
  editHint: 'Edit the new genres (F2)',
  writeFile: ({ name, before, after: genres }: { name: string; before: string; after: string }) =>
    `Write ${name}: ${before} becomes ${genres}`,
  writeFields: ({ name, fields }: { name: string; fields: readonly PlannedField[] }) =>
    `Write ${name}: ${fields.map(fieldText).join(', ')}`,
  fieldNames,
  field: fieldText,
  fieldChange: (field: PlannedField) =>
    field.before === '' ? fieldText(field) : `${fieldNames[field.field]}: ${field.before} → ${field.after}`,
  inspect: ({ name }: { name: string }) => `Inspect ${name}`,
  inspectHint: ({ name, folder }: { name: string; folder: string }) => `Inspect ${folder}/${name} (I)`,
  rowMenu: {
    title: ({ name }: { name: string }) => `Actions for ${name}`,
    genreProfile: 'Profile of the Genre',
    tick: 'Tick',
    untick: 'Untick',
  },
  fromLabel: 'label',
  ownGenre: ({ genre }: { genre: string }) => `by itself: ${genre}`,
  isWriting: 'Tags are being written. Wait until that has ended, or cancel it.',
  showProgress: 'Show the progress',
  cancelWriting: (isApplying: boolean) => (isApplying ? 'Cancel Writing' : 'Cancel Restoring'),
  inBackground: 'Continue in Background',
  writing: 'Writing genres…',
  writingProgress: 'Writing progress',
  restoring: 'Restoring genres…',
  restoringProgress: 'Restoring progress',
  progress: ({ done, total }: { done: number; total: number }) => `${whole(done)} of ${files(total)}`,
  timeLeft: (etaSeconds: number) => ` · ${remaining(etaSeconds)}`,
  failed: (amount: number) => ` · ${whole(amount)} failed`,
  result: {
    applied: (amount: number) => `${files(amount)} written`,
    undone: (amount: number) => `${files(amount)} restored`,
    cancelled: ({ done }: { done: string }) => `Cancelled: ${done}`,
    show: 'Show',
    leftAsTheyWere: (amount: number) => count(amount, { one: 'file left as it was', other: 'files left as they were' }),
    left: (amount: number) => after(count(amount, { one: 'left as it was', other: 'left as they were' })),
    canUndo: 'Undo restores the original bytes, now or later from the history.',
    nothingWritten: 'No file was changed.',
    isOriginal: 'The files have exactly the bytes that they had before.',
    changedSince: 'Files that changed after they were written were left as they are, so that no newer edit is lost.',
    notes: 'Notes on written files',
    failures: 'Files left as they were',
  },
};

/** The history of written batches. */
export const history = {
  title: 'History',
  description: 'Every batch of written genres. Undo restores the original bytes.',
  batches: 'Batches',
  empty: {
    title: 'No genres have been written yet',
    text: 'When you apply genres, the batch is listed here and can be undone.',
  },
  files: (amount: number) => `· ${files(amount)}`,
  genreFiles: (amount: number) => ` (${whole(amount)})`,
  partlyUndone: ({ undone, files: amount }: { undone: number; files: number }) =>
    `${whole(undone)} of ${whole(amount)} undone`,
  undone: 'Undone',
  inspect: ({ createdAt }: { createdAt: string }) => `Inspect the files of ${moment(createdAt)}`,
  inspectHint: 'Inspect these files one after the other',
  play: ({ createdAt }: { createdAt: string }) => `Play the files of ${moment(createdAt)}`,
  pause: ({ createdAt }: { createdAt: string }) => `Pause the files of ${moment(createdAt)}`,
  noTracks: 'None of these files is in the open folder any more.',
  showFiles: ({ createdAt }: { createdAt: string }) => `Show the files of ${moment(createdAt)}`,
  fileList: 'Files',
  search: 'Search files',
  searchHint: 'Folder, file, genre',
  fileStates: {
    written: '',
    undone: 'Restored',
    refused: 'Changed since',
    unfinished: 'Not finished',
  } satisfies Record<BatchFileState, string>,
  restoreFile: ({ name, after: now, before }: { name: string; after: string; before: string }) =>
    `Restore ${name}: ${now} becomes ${before}`,
  tickHint: 'Space plays the file; X or Enter ticks it',
  tickShown: 'Tick All Shown',
  untick: 'Untick All',
  noneFound: 'No file fits this search.',
  undoSelected: (amount: number) => `Undo Selected (${whole(amount)})`,
  nothingToUndo: 'There is nothing to undo.',
  confirmUndo: {
    title: 'Undo these changes?',
    detail: (batch: { files: number; writtenAt: readonly string[]; keepsLabels: boolean }) => {
      const labels = batch.keepsLabels ? ', and so are files that you labelled yourself' : '';
      const when = batch.writtenAt.map(moment).join(', ');
      return `The original bytes of ${files(batch.files)} written on ${when} are restored. Files that changed after that are left as they are${labels}.`;
    },
    action: (amount: number) => `Restore ${files(amount)}`,
  },
};
