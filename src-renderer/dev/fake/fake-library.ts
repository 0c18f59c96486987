import type { FolderCount, LibrarySummary } from '../../../src-main/contract/library.ts';
import type { GenreProfile, Neighbour } from '../../../src-main/contract/similarity.ts';
import type { TrackDetail, TrackId, TrackRow } from '../../../src-main/contract/track.ts';
import type { RelatedBy, TrackStatus } from '../../../src-main/contract/values.ts';
import { analysisOf } from './fake-analysis.ts';
import { findTracks, folderText } from './fake-query.ts';
import { makeTrack } from './fake-tracks.ts';
import { fail, type HandlersOf } from './handlers.ts';

/** A library of `count` made-up tracks; the same count always gives the same tracks. */
export class FakeLibrary {
  readonly tracks: TrackRow[];

  constructor(count: number) {
    this.tracks = Array.from({ length: count }, (_, id) => makeTrack(id));
  }

  /** Every track from `first` on goes back to waiting, as in a scan that has come so far. */
  resetFrom(first: number): void {
    for (let id = first; id < this.tracks.length; id++)
      this.update(id, { status: 'waiting', predictedGenre: null, styles: [], confidence: null, error: null });
  }

  /** What a scan finds out about a track. */
  analyse(id: TrackId): void {
    this.tracks[id] = makeTrack(id);
  }

  /** Changes what is known of a track. */
  update(id: TrackId, change: Partial<TrackRow>): void {
    const track = this.tracks[id];
    if (track) this.tracks[id] = { ...track, ...change };
  }

  /** What there is to filter by. */
  summary(): LibrarySummary {
    return {
      totals: this.#totals(),
      genres: this.#count(({ predictedGenre }) => (predictedGenre === null ? [] : [predictedGenre])),
      styles: this.#count(({ styles }) => styles),
    };
  }

  /** The folders right below one. */
  foldersIn(parent: string): FolderCount[] {
    const counts = new Map<string, FolderCount>();
    for (const { folder } of this.tracks) {
      const path = folderText(folder);
      if (!path.startsWith(parent) || path === parent) continue;
      const below = path.slice(0, path.indexOf('/', parent.length) + 1);
      const known = counts.get(below);
      const hasFolders = known?.hasFolders === true || path !== below;
      counts.set(below, { folder: below, tracks: (known?.tracks ?? 0) + 1, hasFolders });
    }
    return [...counts.values()].sort((a, b) => a.folder.localeCompare(b.folder));
  }

  /** Everything known of a track; null where there is none. */
  detail(id: TrackId): TrackDetail | null {
    const track = this.tracks[id];
    return track ? { ...track, analysis: analysisOf(track) } : null;
  }

  #totals(): LibrarySummary['totals'] {
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

  #count(genresOf: (track: TrackRow) => readonly string[]): LibrarySummary['genres'] {
    const counts = new Map<string, number>();
    for (const genre of this.tracks.flatMap(genresOf)) counts.set(genre, (counts.get(genre) ?? 0) + 1);
    return [...counts].map(([genre, tracks]) => ({ genre, tracks })).sort((a, b) => b.tracks - a.tracks);
  }

  /** The first analysed tracks beside one, as if they were the nearest to it. */
  neighbours(id: TrackId, count: number): Neighbour[] {
    return this.tracks
      .filter((track) => track.id !== id && track.predictedGenre !== null)
      .slice(0, count)
      .map((track, index) => ({ id: track.id, genre: track.predictedGenre ?? '', distance: 0.05 * (index + 1) }));
  }

  /** The tracks that share something with one, itself included. */
  related(id: TrackId, by: RelatedBy): Int32Array {
    const shared = this.tracks[id]?.[by];
    return Int32Array.from(
      this.tracks.filter((track) => track[by] === shared),
      (track) => track.id,
    );
  }

  /**
   * The operations on the library.
   * @param open opens a folder, whichever, and answers with it
   */
  handlers(open: () => string): HandlersOf<'library'> {
    return {
      'library.openFolder': open,
      'library.folders': () => [open()],
      'library.takeNamed': () => new Int32Array(),
      'library.openDropped': open,
      'library.openRecent': open,
      'library.query': (query) => Int32Array.from(findTracks(this.tracks, query)),
      'library.summary': () => this.summary(),
      'library.foldersIn': ({ folder }) => this.foldersIn(folder),
      'library.playlists': () => [{ number: 0, name: 'Sunday', folder: '' }],
      'library.playlistTracks': () => ({ ids: Int32Array.of(5, 3, 8), unknown: 1 }),
      'library.rows': ({ ids }) => [...ids].flatMap((id) => this.tracks[id] ?? []),
      'library.related': ({ id, by }) => this.related(id, by),
      'library.detail': ({ id }) => this.detail(id) ?? fail('file-not-found'),
      'library.neighbours': ({ id, count }) => ({
        nearest: this.neighbours(id, count),
        byGenre: this.neighbours(id, 3),
      }),
      'library.genreProfile': ({ genre }) => this.#profile(genre),
      'library.removeMissing': () => 0,
      'library.findMissing': () => null,
      'library.reveal': () => null,
      'library.dragOut': () => null,
    };
  }

  #profile(genre: string): GenreProfile {
    const level = (band: number): number => (band < 128 ? 10 - band / 6 : 3 + 2 * Math.sin(band));
    return {
      genre,
      tracks: 12,
      meanSpectrum: Float32Array.from({ length: 256 }, (_, band) => level(band)),
      typical: this.neighbours(0, 1)[0] ?? null,
      farthest: this.neighbours(0, 4),
    };
  }
}
