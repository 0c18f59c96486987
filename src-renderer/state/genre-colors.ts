import { canonicalGenre, familyOf } from '../../src-main/contract/canonical-genre.ts';
import { genreKey } from '../../src-main/contract/genre-names.ts';
import { GENRE_COLOURS } from '../../src-main/contract/labels.ts';

/** The colours that the user chose, by the genre's key; places in the palette, from 0. */
export type GenreColors = ReadonlyMap<string, number>;

/** The colour of what is no genre: all others together. */
export const REST_COLOR = 'var(--color-genre-rest)';

/**
 * The families' places in the palette, which has exactly as many colours. A place never changes, whatever the model in use
 * and however the tree grows, so that people can learn the colours.
 */
const FAMILY_PLACES: ReadonlyMap<string, number> = new Map([
  ['blues', 0],
  ['classical', 1],
  ['country', 2],
  ['disco', 3],
  ['electronic', 4],
  ['folk', 5],
  ['hiphop', 6],
  ['jazz', 7],
  ['latin', 8],
  ['metal', 9],
  ['pop', 10],
  ['reggae', 11],
  ['rnb', 12],
  ['rock', 13],
]);

/** A genre's colour as CSS, the same everywhere: the one chosen for it or for its family, else its own place's. */
export function genreColor(genre: string, chosen: GenreColors): string {
  const names = [genre, canonicalGenre(genre), familyOf(genre) ?? genre];
  const own = names.map((name) => chosen.get(genreKey(name))).find((place) => place !== undefined);
  return paletteColor(own ?? placeOf(genre));
}

/** The place of a genre for which no colour was chosen: of a style its family's, of a genre outside the tree by its name. */
export function placeOf(genre: string): number {
  const name = canonicalGenre(genre);
  return FAMILY_PLACES.get(familyOf(name) ?? name) ?? hashOf(genreKey(name)) % GENRE_COLOURS;
}

/** A colour of the palette, from 0; styles/tokens.css defines GENRE_COLOURS of them. */
export function paletteColor(place: number): string {
  return `var(--color-genre-${(place % GENRE_COLOURS) + 1})`;
}

/** FNV-1a of the UTF-16 units, 32 bits (Fowler, Noll, Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
