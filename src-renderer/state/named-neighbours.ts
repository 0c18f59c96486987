import type { Neighbour } from '../../src-main/contract/similarity.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';

/** A similar track with its row of the table. */
export interface NamedNeighbour extends Neighbour {
  readonly track: TrackRow;
}

/** Adds the rows of the table to similar tracks, as they are now; tracks that no longer exist are left out. */
export async function withNames(api: Client, neighbours: readonly Neighbour[]): Promise<NamedNeighbour[]> {
  if (neighbours.length === 0) return [];
  const rows = await api.call('library.rows', { ids: Int32Array.from(neighbours, ({ id }) => id) });
  return neighbours.flatMap((neighbour) => {
    const track = rows.find(({ id }) => id === neighbour.id);
    return track ? [{ ...neighbour, track }] : [];
  });
}
