/** How many categorical colours styles/tokens.css defines as `--color-genre-N`. */
export const GENRE_COLORS = 12;

/** The colour of what has no colour of its own. */
export const REST_COLOR = 'var(--color-genre-rest)';

/** A genre's colour as CSS: its place in the model's list decides, so that it is the same everywhere. */
export function genreColor(genre: string, modelGenres: readonly string[]): string {
  const place = modelGenres.indexOf(genre);
  return place < 0 ? REST_COLOR : `var(--color-genre-${(place % GENRE_COLORS) + 1})`;
}
