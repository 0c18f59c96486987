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

/** A genre's colour as CSS, the same everywhere. */
export function genreColor(genre: string, { order, chosen }: GenreColors): string {
  const own = chosen.get(genreKey(genre));
  const place = own ?? order.findIndex((each) => genreKey(each) === genreKey(genre));
  return place < 0 ? REST_COLOR : paletteColor(place);
}

/** A colour of the palette, from 0; styles/tokens.css defines GENRE_COLOURS of them. */
export function paletteColor(place: number): string {
  return `var(--color-genre-${(place % GENRE_COLOURS) + 1})`;
}
