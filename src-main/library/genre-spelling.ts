import { displayGenre, genreKey } from '../contract/genre-names.ts';
import type { LabelSummary, ProposedNaming } from '../contract/labels.ts';
import { LONGEST_GENRE } from '../contract/labels.ts';
import type { TrackLabels } from './label-rows.ts';

/** Key of every name that is known → the genre that it means; null: none. */
export type Meanings = Map<string, string | null>;

/** What names mean to the user: their genres, the other names of these, and names that are no genre. */
export function meaningsOf({ genres, ignored }: Pick<LabelSummary, 'genres' | 'ignored'>): Meanings {
  return new Map<string, string | null>([
    ...ignored.map((name) => [genreKey(name), null] as const),
    ...genres.flatMap(({ name, aliases }) => aliases.map((alias) => [genreKey(alias), name] as const)),
    ...genres.map(({ name }) => [genreKey(name), name] as const),
  ]);
}

/** Names as the user's genres: the first spelling of a name stays. */
export function spellerOf(meanings: Meanings): (name: string) => string {
  const known = new Map(meanings);
  return (name) => {
    const spelling = known.get(genreKey(name)) ?? plainName(name);
    known.set(genreKey(name), spelling);
    return spelling;
  };
}

/** What the names on tracks would mean, the most frequent first. */
export function proposeNames(tracks: readonly TrackLabels[], meanings: Meanings): ProposedNaming[] {
  const found = new Map<string, { spelling: string; tracks: number }>();
  for (const { genres } of tracks) {
    for (const [key, spelling] of new Map(genres.filter(isUsable).map((name) => [genreKey(name), name.trim()]))) {
      const entry = found.get(key) ?? { spelling, tracks: 0 };
      found.set(key, { ...entry, tracks: entry.tracks + 1 });
    }
  }
  const names = [...found].map(([key, entry]) => ({
    ...entry,
    genre: meanings.has(key) ? (meanings.get(key) ?? null) : writtenName(key, entry.spelling),
    isKnown: meanings.has(key),
  }));
  return names.sort((a, b) => b.tracks - a.tracks);
}

/** A well-known genre as people write it, another name as it stands there. */
function writtenName(key: string, spelling: string): string {
  const written = displayGenre(key);
  return written === key ? spelling : written;
}

/** A name without the signs that stand between names in tables and in tags: with them it would become two. */
export function plainName(name: string): string {
  return name.trim().replace(/\s*[;|]\s*/g, ', ');
}

/** Whether a name from elsewhere can be a genre: not empty, and not too long. */
export function isUsable(name: string): boolean {
  return name.trim() !== '' && name.trim().length <= LONGEST_GENRE;
}
