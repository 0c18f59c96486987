import { count, whole, type PluralForms } from '../format.ts';

const TRACK: PluralForms = { one: 'track', other: 'tracks' };
const FILE: PluralForms = { one: 'file', other: 'files' };
const LABEL: PluralForms = { one: 'label', other: 'labels' };
const GENRE: PluralForms = { one: 'genre', other: 'genres' };

/** “3 tracks”. */
export const tracks = (amount: number): string => count(amount, TRACK);
/** “3 files”. */
export const files = (amount: number): string => count(amount, FILE);
/** “3 labels”. */
export const labels = (amount: number): string => count(amount, LABEL);
/** “3 genres”. */
export const genres = (amount: number): string => count(amount, GENRE);
/** “3 of 20 tracks”. */
export const tracksOf = (done: number, total: number): string => `${whole(done)} of ${tracks(total)}`;

/** How long something will still take; nothing where that is unknown. */
export function remaining(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? `about ${hours} h left` : `about ${hours} h ${rest} min left`;
}

/** A sentence's next part after a comma; nothing where there is none. */
export const after = (text: string): string => (text === '' ? '' : `, ${text}`);

/** Words that every part of the app uses. */
export const common = {
  app: 'Genrescope',
  windowTitle: ({ folder }: { folder: string }) => `${folder} – Genrescope`,
  starting: 'Starting…',
  tryAgain: 'Try Again',
  close: 'Close',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  done: 'Done',
  discard: 'Discard',
  resume: 'Resume',
  stop: 'Stop',
  stopping: 'Stopping…',
  undo: 'Undo',
  continueInBackground: 'Continue in Background',
  noGenre: 'No genre',
  noLabel: 'No label',
  tracks,
  dropHere: 'Drop to open this music',
  messages: 'Messages',
  errors: 'Errors',
  dismissMessage: 'Dismiss message',
  dismissMessageHint: ({ keys }: { keys: string }) => `Dismiss message (${keys}; Escape while it has the focus)`,
  notices: 'Notices',
  dismissNotice: ({ title }: { title: string }) => `Dismiss: ${title}`,
  severities: { info: 'Note', warning: 'Warning', error: 'Error' },
  saved: ({ name }: { name: string }) => `Saved ${name}`,
  /** An unexpected error's advice with what the program said. */
  withParticulars: ({ advice, message }: { advice: string; message: string }) => `${advice} (${message})`,
};
