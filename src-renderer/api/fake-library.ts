import { disagreesWithTags } from '../../src-main/contract/genre-meaning.ts';
import type { LibraryQuery, LibraryView } from '../../src-main/contract/library.ts';
import { TRACK_COLUMNS } from '../../src-main/contract/track-columns.ts';
import type { SortKey, TrackStatus } from '../../src-main/contract/values.ts';
import type { TimelinePatch, TrackDetail, TrackId, TrackRow } from '../../src-main/contract/track.ts';

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

/** A deterministic number in [0, 1) for a seed. */
export function noise(seed: number): number {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

function pick(list: readonly string[], seed: number): string {
  return list[Math.floor(noise(seed) * list.length)] ?? '';
}

/** A library of `count` made-up tracks; the same count always gives the same tracks. */
export class FakeLibrary {
  readonly tracks: TrackRow[];

  constructor(count: number) {
    this.tracks = Array.from({ length: count }, (_, id) => makeTrack(id));
  }

  /** Every track from `first` on goes back to waiting, as in a scan that has come so far. */
  resetFrom(first: number): void {
    for (let id = first; id < this.tracks.length; id++)
      this.update(id, { status: 'waiting', predictedGenre: null, confidence: null, error: null });
  }

  /** What a scan finds out about a track. */
  analyse(id: TrackId): void {
    this.tracks[id] = makeTrack(id);
  }

  update(id: TrackId, change: Partial<TrackRow>): void {
    const track = this.tracks[id];
    if (track) this.tracks[id] = { ...track, ...change };
  }

  view(query: LibraryQuery): LibraryView {
    const found = this.tracks.filter((track) => matches(track, query));
    const sign = query.sort.direction === 'ascending' ? 1 : -1;
    const sorted = found.map((track) => ({ id: track.id, key: sortValue(track, query.sort.key) }));
    sorted.sort((a, b) => sign * compare(a.key, b.key) || a.id - b.id);
    return { ids: Int32Array.from(sorted, (entry) => entry.id), totals: this.#totals(), genres: this.#genres() };
  }

  detail(id: TrackId): TrackDetail | null {
    const track = this.tracks[id];
    return track ? { ...track, path: `${track.folder}/${track.fileName}`, analysis: analysisOf(track) } : null;
  }

  #totals(): LibraryView['totals'] {
    const of = (status: TrackStatus): number =>
      this.tracks.reduce((sum, track) => sum + (track.status === status ? 1 : 0), 0);
    return {
      tracks: this.tracks.length,
      done: of('done'),
      failed: of('failed'),
      waiting: of('waiting'),
      missing: of('missing'),
    };
  }

  #genres(): LibraryView['genres'] {
    const counts = new Map<string, number>();
    for (const { predictedGenre } of this.tracks)
      if (predictedGenre) counts.set(predictedGenre, (counts.get(predictedGenre) ?? 0) + 1);
    return [...counts].map(([genre, tracks]) => ({ genre, tracks })).sort((a, b) => b.tracks - a.tracks);
  }
}

function makeTrack(id: TrackId): TrackRow {
  const seed = id * 31;
  const artist = pick(ARTISTS, seed + 1);
  const title = `${pick(FIRST, seed + 2)} ${pick(SECOND, seed + 3)}`;
  const untitled = noise(seed + 4) < 0.04;
  const genre = pick(FAKE_GENRES, seed + 5);
  const status = statusOf(id, noise(seed + 6));
  const analysed = status === 'done';
  return {
    id,
    fileName: `${String((id % 14) + 1).padStart(2, '0')} ${title}.${pick(['mp3', 'flac', 'm4a', 'ogg', 'wav'], seed + 7)}`,
    folder: `Music/${artist}/${pick(SECOND, seed + 8)} Sessions`,
    title: untitled ? '' : title,
    artist: untitled ? '' : artist,
    album: untitled ? '' : `${pick(SECOND, seed + 8)} Sessions`,
    currentGenres: currentGenres(genre, seed),
    labels: [],
    predictedGenre: analysed ? genre : null,
    confidence: analysed ? 0.25 + 0.74 * Math.sqrt(noise(seed + 9)) : null,
    durationSeconds: noise(seed + 10) < 0.01 ? null : 95 + noise(seed + 11) * 420,
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

function matches(track: TrackRow, query: LibraryQuery): boolean {
  if (query.genre !== null && track.predictedGenre !== query.genre) return false;
  if (query.label !== null && !(query.label === '' ? track.labels.length === 0 : track.labels.includes(query.label)))
    return false;
  if (query.status !== null && track.status !== query.status) return false;
  const limited = query.minConfidence > 0 || query.maxConfidence < 1;
  const confidence = track.confidence ?? -1;
  if (limited && (confidence < query.minConfidence || confidence > query.maxConfidence)) return false;
  if (
    query.disagreesOnly &&
    !(track.predictedGenre !== null && disagreesWithTags(track.predictedGenre, track.currentGenres))
  )
    return false;
  const text = query.text.toLowerCase();
  return text === '' || `${track.title} ${track.artist} ${track.fileName}`.toLowerCase().includes(text);
}

function sortValue(track: TrackRow, key: SortKey): string | number {
  if (key === 'path') return track.id;
  const value = TRACK_COLUMNS.find((column) => column.key === key)?.value(track) ?? '';
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function analysisOf(track: TrackRow): TrackDetail['analysis'] {
  if (track.status !== 'done') return null;
  const main = FAKE_GENRES.indexOf(track.predictedGenre ?? 'rock');
  const timeline = Array.from({ length: 30 }, (_, index) => patchOf(track.id, main, index));
  return {
    genres: FAKE_GENRES,
    probabilities: spread(track.id * 97, main, track.confidence ?? 0.5),
    timeline,
    model: 'standard',
    provider: 'cpu',
    window: '3x10s',
    analysedSeconds: 30,
    heardChannel: 'mix',
    disagreement: 0.12,
    members: ['mel-cnn', 'mel-gru'].map((model) => ({ model, genre: FAKE_GENRES[0] ?? '', confidence: 0.6 })),
    analysedAt: '2026-02-14T18:22:05.000Z',
  };
}

function patchOf(id: TrackId, main: number, index: number): TimelinePatch {
  const startSeconds = 20 + Math.floor(index / 10) * 60 + (index % 10);
  const genre = noise(id + index * 13) < 0.7 ? main : Math.floor(noise(id + index * 7) * FAKE_GENRES.length);
  return {
    startSeconds,
    endSeconds: startSeconds + 1,
    probabilities: spread(id + index * 101, genre, 0.3 + 0.6 * noise(id + index)),
  };
}

function spread(seed: number, main: number, top: number): number[] {
  const rest = FAKE_GENRES.map((_, index) => (index === main ? 0 : noise(seed + index) ** 3));
  const sum = rest.reduce((total, value) => total + value, 0) || 1;
  return rest.map((value, index) => (index === main ? top : (value / sum) * (1 - top)));
}
