import type { MapGroups, SoundMap } from '../../../src-main/contract/sound-map.ts';

/** The place of a track among a map's points; -1 where it has none. @param ids in ascending order */
export function placeOf(ids: Int32Array, id: number): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] as number;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** 1 for every point whose track is among some. */
export function flagsOf({ ids }: SoundMap, tracks: Iterable<number>): Uint8Array {
  const flags = new Uint8Array(ids.length);
  for (const id of tracks) {
    const place = placeOf(ids, id);
    if (place >= 0) flags[place] = 1;
  }
  return flags;
}

/** The place of every point's group, -1 of those without one. */
export function groupPlaces({ ids }: SoundMap, groups: MapGroups): Int16Array {
  const places = new Int16Array(ids.length).fill(-1);
  groups.forEach((group, index) => {
    for (const id of group.ids) {
      const place = placeOf(ids, id);
      if (place >= 0) places[place] = index;
    }
  });
  return places;
}
