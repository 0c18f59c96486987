/**
 * The shipped models' genres and a few more, as people write them. Every other name is somebody's own and stays as it
 * is.
 */
const WRITTEN: Readonly<Record<string, string>> = {
  blues: 'Blues',
  classical: 'Classical',
  country: 'Country',
  disco: 'Disco',
  electronic: 'Electronic',
  hiphop: 'Hip-Hop',
  jazz: 'Jazz',
  metal: 'Metal',
  pop: 'Pop',
  reggae: 'Reggae',
  rock: 'Rock',
  rnb: 'R&B',
  edm: 'EDM',
  folk: 'Folk',
  latin: 'Latin',
};

/** A model's genre as people write it, on the screen and in tags. */
export function displayGenre(genre: string): string {
  return (Object.hasOwn(WRITTEN, genre) ? WRITTEN[genre] : undefined) ?? genre;
}

/**
 * One spelling for comparing genres: no case, no punctuation but + and #, one form of every letter; a name of signs
 * alone is itself.
 */
export function genreKey(genre: string): string {
  const plain = genre
    .normalize('NFKC')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{M}\p{N}+#]/gu, '');
  return plain === '' ? genre.trim() : plain;
}
