/** Names that a capital letter alone does not make. */
const SPECIAL_NAMES: Readonly<Record<string, string>> = { hiphop: 'Hip-Hop', rnb: 'R&B', edm: 'EDM' };

/** A model's genre as people write it, on the screen and in tags. */
export function displayGenre(genre: string): string {
  const special = Object.hasOwn(SPECIAL_NAMES, genre) ? SPECIAL_NAMES[genre] : undefined;
  return special ?? genre.charAt(0).toUpperCase() + genre.slice(1);
}

/** One spelling for comparing genres: no case, no punctuation but + and #; a name of signs alone is itself. */
export function genreKey(genre: string): string {
  const plain = genre.toLowerCase().replace(/&/g, 'and').replace(/[^\p{L}\p{N}+#]/gu, '');
  return plain === '' ? genre.trim() : plain;
}
