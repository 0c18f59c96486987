/** Names that a capital letter alone does not make. */
const SPECIAL_NAMES: Readonly<Record<string, string>> = { hiphop: 'Hip-Hop', rnb: 'R&B', edm: 'EDM' };

/** A model's genre as people write it, on the screen and in tags. */
export function displayGenre(genre: string): string {
  return SPECIAL_NAMES[genre] ?? genre.charAt(0).toUpperCase() + genre.slice(1);
}

/** One spelling for comparing genres: no case, no punctuation. */
export function genreKey(genre: string): string {
  return genre.toLowerCase().replace(/&/g, 'and').replace(/[^\p{L}\p{N}]/gu, '');
}
