import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { GenreRelation } from '../../src-main/contract/labels.ts';
import type { RetrainWarning } from '../../src-main/contract/retrain.ts';
import { FEWEST_LABELS } from '../../src-main/contract/retrain.ts';
import { albumFolders } from './album-folders.ts';
import { isGenreFolder, originsByAlias, rollUp, shippedNamed } from './subgenres.ts';
import type { LabelledCounts, UserGenre } from './user-genres.ts';
import { warningsOf } from './user-genres.ts';
import { nearDuplicates } from './near-duplicates.ts';
import type { LabelledTrack } from './labelled-track.ts';
import { trackGroups } from './track-groups.ts';

/** A track with the names that its user gave it. */
export interface NamedTrack extends Omit<LabelledTrack, 'genres'> {
  readonly names: readonly string[];
}

/** Labels, ready to be learned from. */
export interface LabelSet {
  readonly genres: readonly UserGenre[];
  readonly tracks: readonly LabelledTrack[];
  readonly warnings: readonly RetrainWarning[];
}

/** What is learned besides the labels themselves. */
export interface LabelSetOptions {
  /** Genres and styles that the bases know. */
  readonly shipped: readonly string[];
  /** Shipped genres that stay answers although nobody labelled them. */
  readonly kept: readonly string[];
  /** What the user has said of their genres: parents and other names. */
  readonly relations?: readonly GenreRelation[];
  /** Shipped genres that a name of the user's stands for, where the names themselves do not tell. */
  readonly origins?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Brings names together that differ in case and punctuation alone, lets subgenres with too few tracks count as the genre
 * above them, leaves out other genres with too few, finds the shipped genres that names stand for, and adds the shipped
 * ones that are kept.
 */
export function labelSet(
  named: readonly NamedTrack[],
  { shipped, kept, relations = [], origins = originsByAlias(relations, shipped) }: LabelSetOptions,
): LabelSet {
  const albums = albumFolders(named.filter(({ artist, album }) => artist === '' && album === ''));
  const isAlbum = ({ folder, album, names }: NamedTrack) =>
    album !== '' || (albums.has(folder) && !isGenreFolder(folder, names, relations));
  const inAlbums = named.map((track) => (isAlbum(track) ? track : { ...track, folder: '' }));
  const { tracks, warnings } = rollUp(inAlbums, relations);
  const counts = countNames(tracks);
  const trained = counts.filter((each) => each.tracks >= FEWEST_LABELS);
  const ownOrigins = new Map(Object.entries(origins).map(([name, list]) => [genreKey(name), list]));
  const labelled = trained.map(({ name }): UserGenre => ({
    name,
    origins: ownOrigins.get(genreKey(name)) ?? shippedNamed([name], shipped),
  }));
  const taken = new Set(labelled.flatMap((genre) => genre.origins));
  const genres = [...labelled, ...kept.filter((genre) => !taken.has(genre)).map((name) => ({ name, origins: [name] }))];
  const indexes = new Map(genres.map(({ name }, index) => [genreKey(name), index]));
  const usable = tracks.flatMap(({ names, ...track }): LabelledTrack[] => {
    const own = [...new Set(names.flatMap((name) => indexes.get(genreKey(name)) ?? []))];
    return own.length > 0 ? [{ ...track, genres: own }] : [];
  });
  return { genres, tracks: usable, warnings: [...warnings, ...warningsOf(counts), ...contradictions(usable, genres)] };
}

/** Genres whose tracks sound the very same as ones of another genre: one recording, two labels. */
function contradictions(tracks: readonly LabelledTrack[], genres: readonly UserGenre[]): RetrainWarning[] {
  const found = new Map<number, Set<number>>();
  for (const pair of nearDuplicates(tracks)) {
    const [first, second] = pair.map((track) => tracks[track]?.genres ?? []);
    if (first?.some((genre) => second?.includes(genre))) continue;
    for (const track of pair)
      for (const genre of tracks[track]?.genres ?? []) found.set(genre, (found.get(genre) ?? new Set()).add(track));
  }
  return [...found].map(([genre, own]) => ({
    kind: 'contradiction',
    genre: genres[genre]?.name ?? '',
    tracks: own.size,
  }));
}

/** Genres by their most usual spelling, the most frequent first. */
function countNames(tracks: readonly NamedTrack[]): LabelledCounts[] {
  const groups = trackGroups(tracks);
  const found = new Map<
    string,
    { spellings: Map<string, number>; tracks: number; unknown: number; groups: Set<number> }
  >();
  tracks.forEach(({ names, artist, album, folder }, index) => {
    for (const name of names) {
      const entry = found.get(genreKey(name)) ?? {
        spellings: new Map<string, number>(),
        tracks: 0,
        unknown: 0,
        groups: new Set<number>(),
      };
      found.set(genreKey(name), entry);
      entry.spellings.set(name, (entry.spellings.get(name) ?? 0) + 1);
      entry.groups.add(groups[index] as number);
      entry.tracks += 1;
      if (artist === '' && album === '' && folder === '') entry.unknown += 1;
    }
  });
  return [...found.values()]
    .map(({ spellings, ...rest }) => ({
      name: [...spellings].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '',
      tracks: rest.tracks,
      unknown: rest.unknown,
      groups: rest.groups.size,
    }))
    .sort((a, b) => b.tracks - a.tracks || (a.name < b.name ? -1 : 1));
}
