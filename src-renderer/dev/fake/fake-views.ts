import type { Album } from '../../../src-main/contract/albums.ts';
import { CONFIDENCE_PARTS } from '../../../src-main/contract/overview.ts';
import type { Overview, TrackCount } from '../../../src-main/contract/overview.ts';
import type { MapGroups, SoundMap } from '../../../src-main/contract/sound-map.ts';
import type { TrackRow, TrackSelection } from '../../../src-main/contract/track.ts';
import { TAG_AGREEMENTS } from '../../../src-main/contract/values.ts';
import type { MapColouring, TagAgreement } from '../../../src-main/contract/values.ts';
import type { FakeLibrary } from './fake-library.ts';
import { albumOf, folderText, groupsOf } from './fake-query.ts';
import { FAKE_GENRES } from './fake-tracks.ts';
import type { HandlersOf } from './handlers.ts';
import { noise } from './noise.ts';

/** The operations of the views beside the table. */
export function fakeViews(library: FakeLibrary): HandlersOf<'views'> {
  return {
    'views.overview': ({ selection }) => overviewOf(chosen(library, selection)),
    'views.albums': ({ selection }) =>
      Int32Array.from(new Set(chosen(library, selection).map(({ id }) => albumOf(id)))),
    'views.albumRows': ({ ids }) => [...ids].map((id) => albumRow(library, id)),
    'views.map': () => mapOf(library),
    'views.cancelMap': () => null,
    'views.mapGroups': ({ by }) => mapGroups(library, by),
  };
}

function chosen(library: FakeLibrary, selection: TrackSelection): readonly TrackRow[] {
  if (selection.kind === 'all') return library.tracks;
  return [...selection.ids].flatMap((id) => library.tracks[id] ?? []);
}

function count(names: readonly string[]): TrackCount[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, tracks]) => ({ name, tracks })).sort((a, b) => b.tracks - a.tracks);
}

function overviewOf(tracks: readonly TrackRow[]): Overview {
  const confidence = new Array<number>(CONFIDENCE_PARTS).fill(0);
  for (const track of tracks) {
    const part = Math.min(CONFIDENCE_PARTS - 1, Math.floor((track.confidence ?? -1) * CONFIDENCE_PARTS));
    if (part >= 0) confidence[part] = (confidence[part] ?? 0) + 1;
  }
  const agreements = count(tracks.flatMap((track) => groupsOf(track).agreement));
  const tracksOf = (agreement: TagAgreement) => agreements.find(({ name }) => name === agreement)?.tracks ?? 0;
  return {
    tracks: tracks.length,
    genres: count(tracks.flatMap(({ predictedGenre }) => predictedGenre ?? [])),
    styles: count(tracks.flatMap(({ styles }) => styles)),
    confidence,
    agreement: Object.fromEntries(TAG_AGREEMENTS.map((name) => [name, tracksOf(name)])) as Overview['agreement'],
    folders: count(tracks.map(({ folder }) => folderText(folder).split('/').slice(0, 2).join('/') + '/')),
    years: count(tracks.flatMap(({ year }) => (year === null ? [] : String(year))))
      .map(({ name, tracks: amount }) => ({ year: Number(name), tracks: amount }))
      .sort((a, b) => a.year - b.year),
    formats: count(tracks.flatMap((track) => groupsOf(track).format)),
  };
}

function albumRow({ tracks }: FakeLibrary, id: number): Album {
  const track = tracks[id];
  const own = tracks.slice(id, id + 10);
  return {
    id,
    title: track?.album ?? '',
    folder: track?.folder.split('/').at(-1) ?? '',
    artist: id % 3 === 0 ? null : (track?.artist ?? ''),
    genre: track?.predictedGenre ?? null,
    tracks: own.length,
  };
}

/** Every genre is a round cloud; all of them lie in a circle. */
function mapOf({ tracks }: FakeLibrary): SoundMap {
  const analysed = tracks.filter(({ predictedGenre }) => predictedGenre !== null);
  const positions = analysed.flatMap(({ id, predictedGenre }) => {
    const around = (2 * Math.PI * FAKE_GENRES.indexOf(predictedGenre ?? '')) / FAKE_GENRES.length;
    const [angle, reach] = [2 * Math.PI * noise(3 * id), 0.14 * Math.sqrt(noise(3 * id + 1))];
    return [Math.cos, Math.sin].map((axis) => 0.5 + 0.36 * axis(around) + reach * axis(angle));
  });
  return { ids: Int32Array.from(analysed, ({ id }) => id), positions: Float32Array.from(positions) };
}

function mapGroups({ tracks }: FakeLibrary, by: MapColouring): MapGroups {
  const nameOf = (track: TrackRow) => (by === 'genre' ? track.predictedGenre : track.labels[0]) ?? '';
  const names = count(tracks.map(nameOf).filter((name) => name !== ''));
  return names.map(({ name }) => ({
    name,
    ids: Int32Array.from(
      tracks.filter((track) => nameOf(track) === name),
      ({ id }) => id,
    ),
  }));
}
