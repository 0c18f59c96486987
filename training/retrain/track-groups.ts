import { artistKey } from '../dataset/split.ts';

/** What a track shares with others. */
export interface TrackRelations {
  /** Blank where unknown. */
  readonly artist: string;
  readonly album: string;
  /** Folder that holds the file: an album, where tags say nothing; blank where it is none. */
  readonly folder: string;
}

const FOLDER = 'folder ';
/** A folder with more tracks that say nothing of themselves is a heap, not an album. */
const LARGEST_ALBUM = 60;

/**
 * Which tracks must stay together when some are held out: those that share an artist or an album, directly or through
 * others. A network would recognise a singer or a studio otherwise, and be praised for it.
 * @param sameRecording pairs of tracks that are one recording under two names
 * @returns a group's number for every track
 */
export function trackGroups(
  tracks: readonly TrackRelations[],
  sameRecording: readonly (readonly [number, number])[] = [],
): number[] {
  const parents = tracks.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] as number;
    parents[index] = root;
    return root;
  };
  const firstWith = new Map<string, number>();
  const keys = tracks.map(keysOf);
  const sizes = new Map<string, number>();
  for (const key of keys.flat()) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  tracks.forEach((_, index) => {
    for (const key of keys[index] ?? []) {
      if (key.startsWith(FOLDER) && (sizes.get(key) ?? 0) > LARGEST_ALBUM) continue;
      const other = firstWith.get(key);
      if (other === undefined) firstWith.set(key, index);
      else parents[rootOf(index)] = rootOf(other);
    }
  });
  for (const [first, second] of sameRecording) parents[rootOf(second)] = rootOf(first);
  return tracks.map((_, index) => rootOf(index));
}

/** An album of many artists lies in one folder; albums of one name in different folders are different ones. */
function keysOf({ artist, album, folder }: TrackRelations): string[] {
  const performer = artistKey(artist);
  const keys = performer === '' ? [] : [`artist ${performer}`];
  if (album !== '') keys.push(`album ${artistKey(album)} ${folder}`);
  return keys.length > 0 || folder === '' ? keys : [FOLDER + folder];
}

/** Deals groups to folds, the largest first, each to where its genres are rarest. @returns a fold for every track */
export function groupFolds(
  groups: readonly number[],
  genres: readonly number[],
  foldCount: number,
  order: readonly number[],
): number[] {
  const members = new Map<number, number[]>();
  for (const track of order)
    members.set(groups[track] as number, [...(members.get(groups[track] as number) ?? []), track]);
  const counts = Array.from({ length: foldCount }, () => new Map<number, number>());
  const sizes = Array.from<number>({ length: foldCount }).fill(0);
  const folds = Array.from<number>({ length: groups.length }).fill(0);
  for (const tracks of [...members.values()].sort((a, b) => b.length - a.length)) {
    const load = (fold: number) =>
      tracks.reduce((sum, track) => sum + (counts[fold]?.get(genres[track] as number) ?? 0), 0) +
      (sizes[fold] as number) / groups.length;
    const best = counts.map((_, fold) => fold).reduce((least, fold) => (load(fold) < load(least) ? fold : least));
    for (const track of tracks) {
      folds[track] = best;
      counts[best]?.set(genres[track] as number, (counts[best]?.get(genres[track] as number) ?? 0) + 1);
    }
    sizes[best] = (sizes[best] as number) + tracks.length;
  }
  return folds;
}
