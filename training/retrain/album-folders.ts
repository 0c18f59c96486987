import { basename } from 'node:path';

/** What of a track tells whether its folder is an album. */
export interface FolderTrack {
  /** Its file. */
  readonly id: string;
  readonly folder: string;
}

/** `01 Name`, `1-01 Name`, `A1 Name`: disc or side, and the number of the track. */
const NUMBERED = /^(?:\d{1,2}[-.]|[A-H])?\d{1,3}(?!\d)/i;
/** The share of an album's files whose names begin with a number. */
const ALBUM_SHARE = 0.8;

/**
 * The folders whose files are named like an album's: nearly all begin with a number, every one with another. A folder of
 * songs without numbers is a heap, whose tracks have nothing in common.
 */
export function albumFolders(tracks: readonly FolderTrack[]): ReadonlySet<string> {
  const names = new Map<string, string[]>();
  for (const { id, folder } of tracks) names.set(folder, [...(names.get(folder) ?? []), basename(id)]);
  return new Set([...names].flatMap(([folder, own]) => (areNumbered(own) ? [folder] : [])));
}

function areNumbered(names: readonly string[]): boolean {
  const numbers = names.flatMap((name) => NUMBERED.exec(name)?.[0] ?? []);
  return numbers.length >= ALBUM_SHARE * names.length && new Set(numbers).size === numbers.length;
}
