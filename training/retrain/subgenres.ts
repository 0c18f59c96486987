import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { GenreRelation } from '../../src-main/contract/labels.ts';
import type { RetrainWarning } from '../../src-main/contract/retrain.ts';
import { FEWEST_LABELS } from '../../src-main/contract/retrain.ts';

/** Tracks with the names that count, and the names that gave way. */
export interface RolledUp<Track> {
  readonly tracks: readonly Track[];
  readonly warnings: readonly RetrainWarning[];
}

/** Lets kinds with too few tracks count as the genre above them, the lowest kinds first. */
export function rollUp<Track extends { readonly names: readonly string[] }>(
  tracks: readonly Track[],
  relations: readonly GenreRelation[],
): RolledUp<Track> {
  const parents = new Map(
    relations.flatMap(({ name, parent }) => (parent === null ? [] : [[genreKey(name), parent] as const])),
  );
  const depthOf = (key: string): number => depth(key, parents);
  const kinds = [...parents.keys()].sort((a, b) => depthOf(b) - depthOf(a));
  const warnings: RetrainWarning[] = [];
  let rolled = tracks;
  for (const kind of kinds) {
    const own = rolled.flatMap(({ names }) => names.filter((name) => genreKey(name) === kind));
    const parent = parents.get(kind);
    if (parent === undefined || own.length === 0 || own.length >= FEWEST_LABELS) continue;
    warnings.push({ kind: 'as-parent', genre: own[0] ?? '', tracks: own.length });
    rolled = rolled.map((track) => ({
      ...track,
      names: [...new Set(track.names.map((name) => (genreKey(name) === kind ? parent : name)))],
    }));
  }
  return { tracks: rolled, warnings };
}

function depth(key: string, parents: ReadonlyMap<string, string>): number {
  const seen = new Set<string>();
  for (let next: string | undefined = key; next !== undefined && !seen.has(next);) {
    seen.add(next);
    const parent = parents.get(next);
    next = parent === undefined ? undefined : genreKey(parent);
  }
  return seen.size;
}

/** Whether a folder is called as a track's genre, or by another name of it: it is then no album. */
export function isGenreFolder(folder: string, names: readonly string[], relations: readonly GenreRelation[]): boolean {
  const key = genreKey(folder.split(/[\\/]/).at(-1) ?? '');
  const own = names.map(genreKey);
  return (
    own.includes(key) ||
    relations.some(
      ({ name, aliases }) => own.includes(genreKey(name)) && aliases.some((alias) => genreKey(alias) === key),
    )
  );
}

/** The shipped genres that the user's names stand for, by their other names too. */
export function originsByAlias(
  relations: readonly GenreRelation[],
  shipped: readonly string[],
): Record<string, readonly string[]> {
  return Object.fromEntries(
    relations.map(({ name, aliases }) => {
      const keys = new Set([name, ...aliases].map(genreKey));
      return [name, shipped.filter((genre) => keys.has(genreKey(genre)))];
    }),
  );
}
