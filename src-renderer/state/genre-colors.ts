import { canonicalGenre, familyOf } from '../../src-main/contract/canonical-genre.ts';
import { GENRE_COLOURS } from '../../src-main/contract/labels.ts';
import { genreKey } from '../../src-main/contract/genre-names.ts';

/** The settings that determine the colours of genres. */
export interface GenreColors {
  /** The genres of the model in use; a genre's place in the list determines its colour. */
  readonly order: readonly string[];
  /** The colours that the user chose, by the genre's key. */
  readonly chosen: ReadonlyMap<string, number>;
}

/** The colour of genres without a colour of their own. */
export const REST_COLOR = 'var(--color-genre-rest)';

/** A genre's colour as CSS, the same everywhere; a style without a colour of its own has its family's. */
export function genreColor(genre: string, { order, chosen }: GenreColors): string {
  const own = chosen.get(genreKey(genre));
  if (own !== undefined) return paletteColor(own);
  const keys = order.map(genreKey);
  const names = [genre, canonicalGenre(genre), familyOf(genre) ?? genre];
  const place = names.map((name) => keys.indexOf(genreKey(name))).find((each) => each >= 0);
  return place === undefined ? REST_COLOR : paletteColor(place);
}

/** A colour of the palette, from 0; styles/tokens.css defines GENRE_COLOURS of them. */
export function paletteColor(place: number): string {
  return `var(--color-genre-${(place % GENRE_COLOURS) + 1})`;
}
