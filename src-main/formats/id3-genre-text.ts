import { GENRE_JOINTS, genreJoint } from '../contract/genre-joints.ts';
import type { GenreSeparator } from '../contract/values.ts';
import { genreOfNumber } from './genre-numbers.ts';

const WORDS: Readonly<Record<string, string>> = { RX: 'Remix', CR: 'Cover' };
const REFERENCE = /^\((\d{1,3}|RX|CR)\)/;

function nameOfReference(reference: string): string | null {
  return WORDS[reference] ?? (/^\d{1,3}$/.test(reference) ? genreOfNumber(Number(reference)) : null);
}

/**
 * The genres of a TCON text (https://id3.org/id3v2.3.0, section 4.2.1; https://id3.org/id3v2.4.0-frames): values are
 * parted by zero bytes. A value is a reference where it is a known number, RX or CR, bare or in brackets (several may
 * follow one another, and a text that refines them); everything else is text, in which a doubled first bracket stands
 * for one.
 */
export function genresOfText(text: string): string[] {
  return [...new Set(text.split('\0').flatMap(genresOfValue))];
}

function genresOfValue(value: string): string[] {
  const bare = nameOfReference(value);
  if (bare !== null) return [bare];
  const names: string[] = [];
  let rest = value;
  for (let match = REFERENCE.exec(rest); match; match = REFERENCE.exec(rest)) {
    const name = nameOfReference(match[1] as string);
    if (name === null) break;
    names.push(name);
    rest = rest.slice(match[0].length);
  }
  const text = (rest.startsWith('((') ? rest.slice(1) : rest).trim();
  return text === '' ? names : [...names, text];
}

/**
 * A genre as one value of a TCON text that is read as that genre again. A text with a bracket in front has it doubled;
 * one that is a number, RX or CR has a space behind it, since the standard knows no other way to tell it from a
 * reference.
 */
function escapeGenre(genre: string): string {
  if (genre.startsWith('(')) return `(${genre}`;
  return nameOfReference(genre) === null ? genre : `${genre} `;
}

/** The texts of the TCON frames that hold these genres; several only where frames are asked for. */
export function genreTexts(genres: readonly string[], version: number, separator: GenreSeparator): string[] {
  if (genres.length === 0) return [];
  const joint = genreJoint(separator, version);
  if (joint === null) return genres.map(escapeGenre);
  // Zero bytes part values, each of which could be a reference; any other list is one value.
  return [joint === '\0' ? genres.map(escapeGenre).join(joint) : escapeGenre(genres.join(joint))];
}

/** Whether a tag's stored values are these genres, be they several values or joined to one text by any separator. */
export function holdsGenres(values: readonly string[], genres: readonly string[]): boolean {
  if (values.length === genres.length && values.every((value, index) => value === genres[index])) return true;
  return values.length === 1 && Object.values(GENRE_JOINTS).some((joint) => genres.join(joint) === values[0]);
}
