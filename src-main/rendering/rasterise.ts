import type { ColourMapName } from './colour-map.ts';
import { colourTable, SHADES } from './colour-map.ts';
import type { FrequencyAxis } from './frequency-scale.ts';
import type { LevelMatrix } from './level-matrix.ts';
import { LEVELS_PER_DECIBEL } from './level-matrix.ts';

/** How levels become colours. */
export interface Shading {
  /** [SHADES] pixels, see `colourTable`. */
  readonly colours: Uint32Array;
  /** Decibels of the darkest and of the brightest colour. */
  readonly floorDecibels: number;
  readonly ceilingDecibels: number;
}

/** Which bins make a row of pixels: [first, last], in bins, from the top row down. */
export type RowBins = Float64Array;

/**
 * The segment of bins that each of `rows` pixel rows covers on an axis.
 * @param binAt the fractional bin of a frequency in Hz
 */
export function rowBins(axis: FrequencyAxis, rows: number, binAt: (hertz: number) => number): RowBins {
  const bins = new Float64Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    bins[row * 2] = binAt(axis.hertzAt(1 - (row + 1) / rows));
    bins[row * 2 + 1] = binAt(axis.hertzAt(1 - row / rows));
  }
  return bins;
}

/** How a spectrogram is drawn, whatever its size. */
export interface SpectrogramStyle {
  readonly axis: FrequencyAxis;
  /** The fractional bin of a frequency in Hz. */
  readonly binAt: (hertz: number) => number;
  readonly colourMap: ColourMapName;
  /** Decibels, or whatever the levels are hundredths of, of the darkest and of the brightest colour. */
  readonly floor: number;
  readonly ceiling: number;
}

/**
 * A spectrogram as pixels, one column of pixels a column.
 * @returns [height, columns] pixels in a canvas's byte order
 */
export function spectrogramPixels(
  matrix: LevelMatrix,
  { axis, binAt, colourMap, floor, ceiling }: SpectrogramStyle,
  height: number,
): Uint32Array<ArrayBuffer> {
  return rasterise(matrix, rowBins(axis, height, binAt), {
    colours: colourTable(colourMap),
    floorDecibels: floor,
    ceilingDecibels: ceiling,
  });
}

/**
 * A matrix as pixels, one column of pixels a column. A row that covers several bins shows the loudest of them, so that
 * no tone is lost; one that lies between two bins is interpolated.
 * @returns [rows, columns] pixels in a canvas's byte order
 */
export function rasterise(matrix: LevelMatrix, rows: RowBins, shading: Shading): Uint32Array<ArrayBuffer> {
  const { columns, bins, levels } = matrix;
  const { colours, floorDecibels, ceilingDecibels } = shading;
  const scale = (SHADES - 1) / ((ceilingDecibels - floorDecibels) * LEVELS_PER_DECIBEL);
  const floor = floorDecibels * LEVELS_PER_DECIBEL;
  const height = rows.length / 2;
  const pixels = new Uint32Array(columns * height);
  for (let y = 0; y < height; y++) {
    const low = rows[y * 2] as number;
    const high = rows[y * 2 + 1] as number;
    const first = Math.max(0, Math.ceil(low));
    const last = Math.min(bins - 1, Math.ceil(high) - 1);
    const middle = Math.min(bins - 1, Math.max(0, (low + high) / 2));
    for (let x = 0; x < columns; x++) {
      const level =
        first <= last ? loudest(levels, x * bins + first, x * bins + last) : between(levels, x * bins, middle, bins);
      const shade = Math.round((level - floor) * scale);
      pixels[y * columns + x] = colours[shade < 0 ? 0 : shade >= SHADES ? SHADES - 1 : shade] as number;
    }
  }
  return pixels;
}

function loudest(levels: Int16Array, from: number, to: number): number {
  let loudestLevel = levels[from] as number;
  for (let index = from + 1; index <= to; index++)
    if ((levels[index] as number) > loudestLevel) loudestLevel = levels[index] as number;
  return loudestLevel;
}

function between(levels: Int16Array, offset: number, bin: number, bins: number): number {
  const below = Math.floor(bin);
  const above = Math.min(bins - 1, below + 1);
  const a = levels[offset + below] as number;
  return a + ((levels[offset + above] as number) - a) * (bin - below);
}
