import type { GenreSeparator } from './values.ts';

/** What stands between genres that share one text. */
export const GENRE_JOINTS: Readonly<Record<Exclude<GenreSeparator, 'frames' | 'standard'>, string>> = {
  nul: '\0',
  slash: '/',
  semicolon: '; ',
  comma: ', ',
};

/**
 * What stands between genres in a text of an ID3v2 tag; null where each has a frame of its own. ID3v2.4 has several
 * values in a text, parted by zero bytes. ID3v2.2 and 2.3 have one, and name a separator for persons alone: a list with
 * semicolons is read best, since a slash is part of many genres' names.
 */
export function genreJoint(separator: GenreSeparator, version: number): string | null {
  if (separator === 'frames') return null;
  if (separator === 'standard') return version === 4 ? GENRE_JOINTS.nul : GENRE_JOINTS.semicolon;
  return GENRE_JOINTS[separator];
}
