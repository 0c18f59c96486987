import type { ColumnRange } from '../../src-main/contract/column-range.ts';
import type { SpectrogramTile } from '../../src-main/contract/inspection.ts';
import { columnAt, type Span } from '../../src-main/rendering/column-geometry.ts';

const TILE_COLUMNS = 256;
const TILES_AT_ONCE = 8;

/** Spectrogram parts in detail, kept while there is room: the ones that were not shown for longest go first. */
export class TileStore {
  readonly #limitBytes: number;
  readonly #tiles = new Map<string, SpectrogramTile>();
  #bytes = 0;

  constructor(limitBytes = 48 * 1024 * 1024) {
    this.#limitBytes = limitBytes;
  }

  clear(): void {
    this.#tiles.clear();
    this.#bytes = 0;
  }

  /** The tiles of a span in samples that are there, from left to right. */
  tiles(span: Span, framesPerColumn: number, hopLength: number): SpectrogramTile[] {
    return indicesOf(span, framesPerColumn, hopLength).flatMap((index) => {
      const key = keyOf(framesPerColumn, index);
      const tile = this.#tiles.get(key);
      if (!tile) return [];
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
      return [tile];
    });
  }

  /** The first run of missing tiles of a span; null if all are there. */
  missing(span: Span, framesPerColumn: number, hopLength: number): ColumnRange | null {
    const indices = indicesOf(span, framesPerColumn, hopLength).filter(
      (index) => !this.#tiles.has(keyOf(framesPerColumn, index)),
    );
    const [first] = indices;
    if (first === undefined) return null;
    let count = 1;
    while (count < TILES_AT_ONCE && indices[count] === first + count) count += 1;
    return { framesPerColumn, firstColumn: first * TILE_COLUMNS, columns: count * TILE_COLUMNS };
  }

  /** Takes an answer apart into tiles. @param asked its question: the answer is shorter where the track ends */
  add(tile: SpectrogramTile, asked: ColumnRange): void {
    for (let offset = 0; offset < asked.columns; offset += TILE_COLUMNS) {
      const columns = Math.max(0, Math.min(TILE_COLUMNS, tile.columns - offset));
      const levels = tile.levels.slice(offset * tile.bins, (offset + columns) * tile.bins);
      const firstColumn = tile.firstColumn + offset;
      this.#tiles.set(keyOf(tile.framesPerColumn, firstColumn / TILE_COLUMNS), {
        ...tile,
        firstColumn,
        columns,
        levels,
      });
      this.#bytes += levels.byteLength;
    }
    for (const [key, tile] of this.#tiles) {
      if (this.#bytes <= this.#limitBytes) break;
      this.#tiles.delete(key);
      this.#bytes -= tile.levels.byteLength;
    }
  }
}

function keyOf(framesPerColumn: number, index: number): string {
  return `${framesPerColumn}:${index}`;
}

function indicesOf(span: Span, framesPerColumn: number, hopLength: number): number[] {
  const at = (sample: number) =>
    Math.floor(columnAt({ framesPerColumn, hopLength }, Math.max(0, sample)) / TILE_COLUMNS);
  const first = at(span.start);
  return Array.from({ length: at(span.end) - first + 1 }, (_, index) => first + index);
}
