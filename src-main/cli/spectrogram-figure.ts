import type { SpectrogramTile } from '../contract/inspection.ts';
import { spanOfTile } from '../rendering/column-geometry.ts';
import type { Figure } from '../rendering/figure.ts';
import type { SpectrogramStyle } from '../rendering/rasterise.ts';
import { spectrogramPixels } from '../rendering/rasterise.ts';
import type { Layer } from './draw-png.ts';
import { writeFigure } from './draw-png.ts';

/** A figure of one spectrogram. */
export interface SpectrogramFigure extends Figure, SpectrogramStyle {
  readonly tile: SpectrogramTile;
  /** Of the samples that the tile's hops count, Hz. */
  readonly sampleRate: number;
}

/**
 * Writes a spectrogram with axes and legend as a PNG.
 * @param overlays what lies over it, the lowest first; gets the plot's height in device pixels
 * @throws AppError output-refused, disk-full, file-read-only
 */
export async function writeSpectrogram(
  path: string,
  figure: SpectrogramFigure,
  overlays: (height: number) => readonly Layer[] = () => [],
): Promise<void> {
  const { tile, sampleRate } = figure;
  await writeFigure(path, figure, (height) => [
    {
      data: spectrogramPixels(tile, figure, height),
      width: tile.columns,
      height,
      span: spanOfTile(tile, sampleRate),
    },
    ...overlays(height),
  ]);
}
