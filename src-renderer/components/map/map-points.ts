import type { MapGroups } from '../../../src-main/contract/sound-map.ts';
import type { TrackId } from '../../../src-main/contract/track.ts';

/** Where tracks are among a map's points. */
export class MapPlaces {
  readonly #count: number;
  readonly #first: TrackId;
  /** The place of every id from the first to the last one, -1 of those between that have none; ids are given one by one. */
  readonly #places: Int32Array;

  /** @param ids of the points, in ascending order */
  constructor(ids: Int32Array) {
    this.#count = ids.length;
    this.#first = ids[0] ?? 0;
    this.#places = new Int32Array((ids.at(-1) ?? -1) - this.#first + 1).fill(-1);
    for (let place = 0; place < ids.length; place++) this.#places[(ids[place] as TrackId) - this.#first] = place;
  }

  /** The place of a track; -1 where it has none. */
  of(id: TrackId): number {
    return this.#places[id - this.#first] ?? -1;
  }

  /** 1 for every point whose track is among some. */
  flags(tracks: Iterable<TrackId>): Uint8Array {
    const flags = new Uint8Array(this.#count);
    for (const id of tracks) {
      const place = this.of(id);
      if (place >= 0) flags[place] = 1;
    }
    return flags;
  }

  /** The place of every point's group, -1 of those without one. */
  groups(groups: MapGroups): Int16Array {
    const groupOf = new Int16Array(this.#count).fill(-1);
    groups.forEach((group, index) => {
      for (const id of group.ids) {
        const place = this.of(id);
        if (place >= 0) groupOf[place] = index;
      }
    });
    return groupOf;
  }
}
