import { describe, expect, it } from 'vitest';
import { TileStore } from './spectrogram-tiles.ts';

const tile = (firstColumn: number, columns: number) => ({
  framesPerColumn: 2,
  hopLength: 100,
  firstColumn,
  columns,
  bins: 3,
  levels: Int16Array.from({ length: columns * 3 }, (_, index) => index),
});

describe('TileStore', () => {
  const span = { start: 60_000, end: 150_000 };

  it('asks for what is missing and gives what is there', () => {
    const store = new TileStore();
    const wanted = store.missing(span, 2, 100);
    expect(wanted).toEqual({ framesPerColumn: 2, firstColumn: 256, columns: 512 });
    store.add(tile(256, 300), wanted!);
    expect(store.missing(span, 2, 100)).toBeNull();
    expect(store.tiles(span, 2, 100).map(({ firstColumn, columns }) => [firstColumn, columns])).toEqual([
      [256, 256],
      [512, 44],
    ]);
    expect(store.tiles(span, 4, 100)).toEqual([]);
  });

  it('forgets what was not shown for longest', () => {
    const store = new TileStore(2 * 256 * 3 * 2);
    for (const first of [0, 256, 512])
      store.add(tile(first, 256), { framesPerColumn: 2, firstColumn: first, columns: 256 });
    expect(store.tiles({ start: 0, end: 150_000 }, 2, 100).map(({ firstColumn }) => firstColumn)).toEqual([256, 512]);
  });
});
