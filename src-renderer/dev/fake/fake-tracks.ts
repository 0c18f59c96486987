import type { TrackId, TrackRow } from '../../../src-main/contract/track.ts';
import type { TrackStatus } from '../../../src-main/contract/values.ts';
import { fakeStyleNames } from './fake-styles.ts';
import { noise } from './noise.ts';

/** The genres of the made-up model. */
export const FAKE_GENRES: readonly string[] = [
  'blues',
  'classical',
  'country',
  'disco',
  'electronic',
  'hiphop',
  'jazz',
  'metal',
  'pop',
  'reggae',
  'rock',
];

const FIRST = [
  'Silent',
  'Golden',
  'Broken',
  'Electric',
  'Paper',
  'Midnight',
  'Velvet',
  'Distant',
  'Concrete',
  'Amber',
  'Hollow',
  'Northern',
];
const SECOND = [
  'Harbour',
  'Garden',
  'Machine',
  'River',
  'Signal',
  'Mirror',
  'Avenue',
  'Satellite',
  'Orchard',
  'Lantern',
  'Parade',
  'Winter',
];
const EXTENSIONS = ['mp3', 'flac', 'm4a', 'ogg', 'wav'];
const ARTISTS = [
  'The Lamplighters',
  'Mara Veld',
  'Orbit & Sons',
  'Kaya Underwood',
  'Steel Orchard',
  'DJ Pellucid',
  'Trio Lindqvist',
  'Sable Coast',
  'Ensemble für Neue Musik Hohenstadt',
  'Ono',
];

/** Milliseconds since 1970. */
const FIRST_DAY = 1_700_000_000_000;

function pick(list: readonly string[], seed: number): string {
  return list[Math.floor(noise(seed) * list.length)] ?? '';
}

/** A made-up track; the same number always gives the same track. */
export function makeTrack(id: TrackId): TrackRow {
  const seed = id * 31;
  const artist = pick(ARTISTS, seed + 1);
  const title = `${pick(FIRST, seed + 2)} ${pick(SECOND, seed + 3)}`;
  const untitled = noise(seed + 4) < 0.04;
  const genre = pick(FAKE_GENRES, seed + 5);
  const number = String((id % 14) + 1).padStart(2, '0');
  const status = statusOf(id, noise(seed + 6));
  const analysed = status === 'done';
  const extension = pick(EXTENSIONS, seed + 7);
  const fileName = `${number} ${title}.${extension}`;
  const folder = `Music/${artist}/${pick(SECOND, seed + 8)} Sessions`;
  return {
    id,
    fileName,
    folder,
    path: `${folder}/${fileName}`,
    title: untitled ? '' : title,
    artist: untitled ? '' : artist,
    album: untitled ? '' : `${pick(SECOND, seed + 8)} Sessions`,
    currentGenres: currentGenres(genre, seed),
    labels: [],
    predictedGenre: analysed ? genre : null,
    styles: analysed ? fakeStyleNames(id, genre) : [],
    secondGenre: analysed ? pick(FAKE_GENRES, seed + 15) : null,
    confidence: analysed ? 0.25 + 0.74 * Math.sqrt(noise(seed + 9)) : null,
    durationSeconds: noise(seed + 10) < 0.01 ? null : 95 + noise(seed + 11) * 420,
    year: untitled ? null : 1960 + Math.floor(noise(seed + 16) * 65),
    bpm: noise(seed + 17) < 0.5 ? null : 70 + Math.floor(noise(seed + 18) * 90),
    format: extension === 'm4a' ? 'AAC' : extension.toUpperCase(),
    bitRate: 128_000 + 1000 * Math.floor(noise(seed + 19) * 900),
    addedAt: FIRST_DAY + id * 3_600_000,
    status,
    error: status === 'failed' ? failureOf(seed) : null,
  };
}

function statusOf(id: TrackId, chance: number): TrackStatus {
  if (id === 0) return 'done';
  if (chance < 0.015) return 'failed';
  return chance < 0.02 ? 'missing' : 'done';
}

function failureOf(seed: number): TrackRow['error'] {
  const code = pick(['file-corrupt', 'file-not-audio', 'audio-silent', 'audio-too-short', 'decode-timeout'], seed + 12);
  return code === 'file-corrupt'
    ? { code, message: 'Invalid frame header at byte 48,120' }
    : { code: code as 'audio-silent', message: code };
}

function currentGenres(genre: string, seed: number): string[] {
  const chance = noise(seed + 13);
  if (chance < 0.35) return [];
  if (chance < 0.7) return [genre.charAt(0).toUpperCase() + genre.slice(1)];
  return chance < 0.9
    ? [pick(['Indie', 'Electronica', 'Rock', 'Other', 'Soundtrack'], seed + 14)]
    : ['Rock', 'Alternative', 'Singer-Songwriter'];
}
