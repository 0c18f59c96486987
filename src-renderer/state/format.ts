import { displayGenre } from '../../src-main/contract/genre-names.ts';

const WHOLE = new Intl.NumberFormat('en');
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const MOMENT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A number with its noun: `count(1, 'track')` is "1 track". */
export function count(amount: number, noun: string): string {
  return `${whole(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** A whole number with separators. */
export function whole(amount: number): string {
  return WHOLE.format(amount);
}

/** A share between 0 and 1 as a percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A length of sound, `m:ss` or `h:mm:ss`; nothing for what is not known. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '';
  const total = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes}:${pad(total % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(total % 60)}`;
}

/** How long something will still take. */
export function remaining(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  const rest = minutes % 60;
  return rest === 0
    ? `about ${Math.floor(minutes / 60)} h left`
    : `about ${Math.floor(minutes / 60)} h ${rest} min left`;
}

/** A speed with one decimal. */
export function perSecond(amount: number): string {
  return `${TENTHS.format(amount)} tracks/s`;
}

/** A moment given as an ISO text, in the reader's time zone. */
export function moment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : MOMENT.format(date);
}

/** The last part of a path with either kind of separator. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** A list of genres as one text. */
export function genreList(genres: readonly string[]): string {
  return genres.join(', ');
}

/** A model's genre as people write it. */
export const genreName = displayGenre;
