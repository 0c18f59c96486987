import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { MapGroups, SoundMap } from '../../src-main/contract/sound-map.ts';
import type { Neighbour } from '../../src-main/contract/similarity.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import { MAP_COLOURINGS, type MapColouring } from '../../src-main/contract/values.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import { Remembered } from './remembered.svelte.ts';
import { RowCache } from './row-cache.ts';

const NEIGHBOURS = 8;
const NO_MAP: SoundMap = { ids: new Int32Array(), positions: new Float32Array() };

/** The map of the open folder, and what gives its points their colours. */
export class MapStore {
  map = $state.raw<SoundMap>(NO_MAP);
  groups = $state.raw<MapGroups>([]);
  phase = $state.raw<'computing' | 'ready' | 'cancelled' | 'failed'>('computing');
  failure = $state.raw<ErrorData | null>(null);
  /** How much is computed, 0 to 1; null while that is not known. */
  share = $state.raw<number | null>(null);
  neighbours = $state.raw<readonly Neighbour[]>([]);
  readonly colouring = new Remembered<MapColouring>('map-colouring', 'genre', (stored) =>
    MAP_COLOURINGS.some((colouring) => colouring === stored),
  );
  /** Names of points, apart from the table's rows, which follow its scrolling. */
  readonly rows: RowCache;
  readonly #api: Client;
  #asked = 0;
  /** How many tracks were analysed when it was asked for. */
  #analysed = -1;
  #neighboursOf: TrackId | null = null;

  constructor(api: Client) {
    this.#api = api;
    this.rows = new RowCache((ids) => api.call('library.rows', { ids }), 500);
    api.on('map.progress', ({ share }) => (this.share = share));
  }

  /** Opens the map where it was not yet for so many analysed tracks; one that was cancelled stays so. */
  async follow(analysed: number): Promise<void> {
    if (analysed !== this.#analysed) await this.open(analysed);
  }

  /** Computes the map, or takes the one that is kept; the last one stays meanwhile. */
  async open(analysed: number): Promise<void> {
    const asked = ++this.#asked;
    this.#analysed = analysed;
    this.phase = 'computing';
    this.share = null;
    try {
      const map = await this.#api.call('views.map', null);
      if (asked !== this.#asked) return;
      this.map = map;
      this.phase = 'ready';
      await this.colour();
    } catch (error) {
      if (asked === this.#asked) this.#fail(error);
    }
  }

  /** Asks again which tracks have which colour; names and labels of points may have changed as well. */
  async colour(): Promise<void> {
    this.rows.expire();
    const by = this.colouring.current;
    try {
      const groups = await this.#api.call('views.mapGroups', { by });
      if (by === this.colouring.current) this.groups = groups;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Ends the computing. */
  async cancel(): Promise<void> {
    await this.#api.call('views.cancelMap', null);
  }

  /** Forgets the map of a folder that was left. */
  reset(): void {
    this.#asked += 1;
    this.#analysed = -1;
    this.map = NO_MAP;
    this.groups = [];
    this.neighbours = [];
    this.rows.clear();
  }

  /** Looks for the tracks that sound most like one; none of no track. */
  async findNeighbours(id: TrackId | null): Promise<void> {
    if (this.#neighboursOf === id) return;
    this.#neighboursOf = id;
    this.neighbours = [];
    if (id === null) return;
    const request = { id, count: NEIGHBOURS, genre: null };
    const found = await this.#api.call('library.neighbours', request).catch(() => null);
    if (this.#neighboursOf !== id || found === null) return;
    this.neighbours = found.nearest;
    await this.rows
      .want(Int32Array.from([id, ...found.nearest.map((neighbour) => neighbour.id)]))
      .catch(() => undefined);
  }

  #fail(error: unknown): void {
    this.failure = errorDataOf(error);
    const isCancelled = this.failure.code === 'cancelled';
    // The map from before goes on showing what it did.
    if (isCancelled) this.phase = this.map.ids.length > 0 ? 'ready' : 'cancelled';
    else this.phase = 'failed';
  }
}
