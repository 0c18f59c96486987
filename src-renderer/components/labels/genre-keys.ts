import { KEYED_GENRES } from '../../state/palette.ts';

/** A genre, and the keys that give it to the selected tracks or to a list's row, as the table of shortcuts writes them: `Alt+1`. */
interface GenreWithKeys {
  readonly genre: string;
  readonly keys: string;
}

/** Genres with their keys: numbers alone, then with Alt. @param keyed those that have keys, in their order */
export function genreKeys(keyed: readonly string[]): readonly GenreWithKeys[] {
  return keyed.map((genre, index) => ({
    genre,
    keys: index < KEYED_GENRES ? `${index + 1}` : `Alt+${index - KEYED_GENRES + 1}`,
  }));
}
