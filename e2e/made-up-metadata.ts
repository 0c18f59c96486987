import type { TrackMetadata } from '../src-main/contract/track.ts';

const WORDS = [
  'Night',
  'River',
  'Glass',
  'Paper',
  'Slow',
  'Blue',
  'Signal',
  'Harbour',
  'Copper',
  'Window',
  'Salt',
  'Motor',
  'Winter',
  'Tide',
  'Velvet',
  'Static',
];
const ARTISTS = [
  'The Tin Lanterns',
  'Mara Quist',
  'Low Meridian',
  'Otto & the Engines',
  'Pale Harbour',
  'Juno Faye',
  'Brass Theory',
  'Night Ferry',
];
const TAGGED_GENRES = ['Rock', 'Electronic', 'Jazz', 'Pop', 'Hip-Hop'];

const FIRST_YEAR = 1968;
const YEARS = 56;
/** How many tracks have no year. */
const UNDATED = 0.15;

/** A number in [0, 1) that only depends on its arguments. */
export function pseudo(index: number, salt: number): number {
  const value = Math.sin(index * 127.1 + salt * 311.7) * 43_758.5453;
  return value - Math.floor(value);
}

/** Title, artist, album, length, year and genre of a made-up track. @param genre what it is, as tags write it */
export function madeUpMetadata(index: number, genre: string): TrackMetadata {
  return {
    title: `${choose(WORDS, index, 1)} ${choose(WORDS, index, 2)}`,
    artist: choose(ARTISTS, index, 3),
    album: `${choose(WORDS, index, 4)} Sessions`,
    genres: taggedGenres(index, genre),
    ...(pseudo(index, 10) < UNDATED ? {} : { year: FIRST_YEAR + Math.floor(pseudo(index, 11) * YEARS) }),
    durationSeconds: 120 + Math.floor(pseudo(index, 7) * 300),
  };
}

/** Three of ten tracks have no genre, as many another one than they are. */
function taggedGenres(index: number, genre: string): string[] {
  const chance = pseudo(index, 5);
  if (chance < 0.3) return [];
  return [chance < 0.6 ? choose(TAGGED_GENRES, index, 6) : genre];
}

function choose(values: readonly string[], index: number, salt: number): string {
  return values[Math.floor(pseudo(index, salt) * values.length)] ?? '';
}
