import type { InterruptedWork, LeftOutReason, NotOpenedReason, TagNote } from '../../contract/values.ts';
import { count, plural, whole } from '../format.ts';
import { files, labels, tracks } from './common.ts';

const UNDER_WAY = 'Changes of tags that were under way are completed or undone now.';
const have = (amount: number): string => plural(amount, { one: 'has', other: 'have' });

/** What the app reports by itself: in the window, before the window is there, and as notifications of the system. */
export const notices = {
  /** Why a scan skips a file or a folder, after its path and a colon. */
  leftOutReasons: {
    'not-music': 'it belongs to the system or to another program',
    'same-file': 'it is another name (hard link) of a file in the list',
    'outside-folder': 'it is a link that leads out of the folder; a setting (followLinks) has it followed',
  } satisfies Record<LeftOutReason, string>,
  leftOut: (amount: number) =>
    count(amount, { one: 'file or folder was left out', other: 'files and folders were left out' }),
  leftOutItem: ({ path, reason }: { path: string; reason: string }) => `${path}: ${reason}`,
  leftOutMore: (amount: number) => `and ${whole(amount)} more; “genrescope analyze --left-out” lists all of them`,
  opening: {
    notOpened: (amount: number) => (amount === 1 ? 'This cannot be opened' : `${whole(amount)} items cannot be opened`),
    line: ({ path, reason }: { path: string; reason: string }) => `${path}: ${reason}`,
    reasons: {
      'not-found': 'it was not found',
      'not-music': 'it is neither a folder nor a music file',
      'not-local': 'it is not on a disk of this computer',
      unreadable: 'it cannot be read; check its permissions',
      'left-out': 'the scan of its folder leaves it out',
    } satisfies Record<NotOpenedReason, string>,
    further: (amount: number) =>
      plural(amount, { one: 'A further folder was named', other: `${whole(amount)} further folders were named` }),
    add: (amount: number) => plural(amount, { one: 'Add It to the Library', other: 'Add Them to the Library' }),
    more: (amount: number) => `and ${whole(amount)} more`,
  },
  crash: {
    lastRun: 'The app did not end properly last time',
    withReports: (amount: number) =>
      `${count(amount, { one: 'crash report was', other: 'crash reports were' })} kept on this computer; nothing was sent. ` +
      UNDER_WAY,
    withoutReports: `It was ended from outside, or the computer was switched off. ${UNDER_WAY}`,
    process: ({ name }: { name: string }) => `A process of the app crashed: ${name}`,
    processDetail:
      'The app runs on. What the process was doing was begun again, or its failure is told where it was asked for. ' +
      'A crash report is kept on this computer; nothing was sent.',
    window: 'The window crashed and was loaded again',
    windowDetail: 'What runs in the background went on. A crash report is kept on this computer; nothing was sent.',
    again: { title: 'The window crashes again and again', detail: 'The app quits. Nothing of your music was changed.' },
    show: 'Show Crash Reports',
    showLogs: 'Show Logs',
  },
  interrupted: {
    title: {
      training: 'A training was interrupted',
      retraining: 'A retraining was interrupted',
    } satisfies Record<InterruptedWork, string>,
    detail: 'What it has learned is kept, and it can go on.',
    show: 'Show',
  },
  start: {
    noDataDir: '--data-dir needs a folder.',
    usage: `Usage: genrescope [--data-dir DIR] [--] [FOLDER | FILE…]

Opens a music folder, or the folder of music files, which are then selected. Several folders are offered for one library.

  --data-dir DIR   the folder of the app's own data; each one has an app of its own
  --choose-folder  shows the dialog for a music folder
  --version        prints the version`,
  },
  gone: {
    title: 'The music folder is not there any more',
    detail: ({ folder, isOpen }: { folder: string; isOpen: boolean }) =>
      'Nothing of its library is lost. If it was renamed or moved, find it: its tracks keep their genres and labels. ' +
      `If it is on a drive, connect the drive${isOpen ? '' : ' and open the folder again'}.\n${folder}`,
    find: 'Find the Folder…',
  },
  /** What a person must know of a file that was written, after its name and a colon. */
  tagNotes: {
    'text-not-copied': 'a text of the old tag has an unknown encoding, so the new tag does not contain it',
    'nothing-new': 'the file has all fields already, so it was not written',
    'time-not-kept': 'the file has another owner, and only the owner may set its modification time',
  } satisfies Record<TagNote, string>,
  tagNote: ({ name, note }: { name: string; note: string }) => `${name}: ${note}.`,
  recovery: {
    title: 'The last run ended while tags were being written',
    repaired: ({ finished, rolledBack }: { finished: number; rolledBack: number }) =>
      `${files(finished)} ${have(finished)} the new tags, ${files(rolledBack)} ${have(rolledBack)} the old ones. ` +
      'No file is half written.',
    unrepaired: (amount: number) =>
      `${files(amount)} of a run that ended early cannot be repaired now. The next start tries again. ` +
      `Connect the disk that holds ${plural(amount, { one: 'it', other: 'them' })}, and free some space if a disk is full.`,
    unread: ({ batches }: { batches: readonly string[] }) =>
      `These batches cannot be read, or a newer version wrote them. They were not changed: ${batches.join(', ')}.`,
  },
  relinked: {
    title: (amount: number) =>
      count(amount, { one: 'labelled track was found again', other: 'labelled tracks were found again' }),
    detail: 'The sound is the same, although the name, the folder or the format changed. The tracks keep their labels.',
  },
  replaced: {
    title: (amount: number) =>
      count(amount, {
        one: 'labelled file now contains another recording',
        other: 'labelled files now contain other recordings',
      }),
    detail:
      'The new recordings did not get the labels. The labels stay with the old recordings, which are listed as missing, and return when these are found.',
  },
  library: {
    restored: 'The library was restored',
    restoredCopy: (copy: { madeAt: string; tracks: number; labels: number }) =>
      `The copy of ${copy.madeAt} is now in use: ${tracks(copy.tracks)}, ${labels(copy.labels)}.`,
    createdNew: 'A new library was created',
    isEmpty: 'The library is new and empty.',
    kept: ({ path }: { path: string }) => ` The previous file is kept as ${path}.`,
    missing: ({ hint, advice }: { hint: string; advice: string }) => `${hint}. A new library was created. ${advice}`,
    notCopied: ({ title }: { title: string }) => `${title}: the library was not copied`,
    notCopiedDetail: ({ message, advice }: { message: string; advice: string }) => `${message}. ${advice}`,
    damaged: ({ message, advice }: { message: string; advice: string }) =>
      `${message}\n\nThe damaged file is kept in any case. Without the app: ${advice}`,
    newer: ({ message, advice }: { message: string; advice: string }) =>
      `${message}\n\nA copy lacks what was done after it was made. The newer library is kept beside it. Without the app: ${advice}`,
    restoreCopy: ({ madeAt }: { madeAt: string }) => `Restore Copy of ${madeAt}`,
    createNew: 'Create an Empty Library',
    quit: 'Quit',
  },
  scanFinished: ({ done, failed }: { done: number; failed: number }) =>
    `${tracks(done)} analysed${failed > 0 ? `, ${whole(failed)} of them failed` : ''}.`,
};
