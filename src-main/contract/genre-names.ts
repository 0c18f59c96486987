/**
 * The genres and styles of the shipped models and a few more, as people write them. Every other name is somebody's own
 * and stays as it is.
 */
const WRITTEN: Readonly<Record<string, string>> = {
  blues: 'Blues',
  classical: 'Classical',
  country: 'Country',
  disco: 'Disco',
  electronic: 'Electronic',
  folk: 'Folk',
  hiphop: 'Hip-Hop',
  jazz: 'Jazz',
  latin: 'Latin',
  metal: 'Metal',
  pop: 'Pop',
  reggae: 'Reggae',
  rnb: 'R&B',
  rock: 'Rock',
  african: 'African',
  'alternative-rock': 'Alternative Rock',
  ambient: 'Ambient',
  asian: 'Asian',
  bluegrass: 'Bluegrass',
  chillout: 'Chillout',
  choral: 'Choral',
  christian: 'Christian',
  'classic-rock': 'Classic Rock',
  dance: 'Dance',
  'drum-and-bass': 'Drum and Bass',
  dubstep: 'Dubstep',
  'easy-listening': 'Easy Listening',
  edm: 'EDM',
  electro: 'Electro',
  electronica: 'Electronica',
  flamenco: 'Flamenco',
  funk: 'Funk',
  gospel: 'Gospel',
  grunge: 'Grunge',
  'hard-rock': 'Hard Rock',
  'heavy-metal': 'Heavy Metal',
  house: 'House',
  indian: 'Indian',
  'indie-pop': 'Indie Pop',
  'indie-rock': 'Indie Rock',
  'middle-eastern': 'Middle Eastern',
  'new-age': 'New Age',
  opera: 'Opera',
  'progressive-rock': 'Progressive Rock',
  'psychedelic-rock': 'Psychedelic Rock',
  punk: 'Punk',
  'rock-and-roll': 'Rock and Roll',
  salsa: 'Salsa',
  ska: 'Ska',
  soul: 'Soul',
  swing: 'Swing',
  techno: 'Techno',
  'traditional-pop': 'Traditional Pop',
  trance: 'Trance',
  world: 'World',
};

/** A model's genre as people write it, on the screen and in tags. */
export function displayGenre(genre: string): string {
  return (Object.hasOwn(WRITTEN, genre) ? WRITTEN[genre] : undefined) ?? genre;
}

/** A descriptor of a model's as people write it: `female-vocals` is “Female vocals”, `60s` stays as it is. */
export function displayDescriptor(descriptor: string): string {
  const words = descriptor.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
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
