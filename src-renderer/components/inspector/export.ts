import { displayGenre } from '../../../src-main/contract/genre-names.ts';
import type { SpectrogramTile } from '../../../src-main/contract/inspection.ts';
import { middleOfColumn } from '../../../src-main/rendering/column-geometry.ts';
import type { Figure } from '../../../src-main/rendering/figure.ts';
import { drawFigure } from '../../../src-main/rendering/figure.ts';
import { LEVELS_PER_DECIBEL } from '../../../src-main/rendering/level-matrix.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { SaliencyScene } from './saliency-painter.ts';
import { SaliencyPainter } from './saliency-painter.ts';
import type { SpectrogramScene } from './spectrogram-painter.ts';
import { SpectrogramPainter } from './spectrogram-painter.ts';

/** What a picture is named: with a saliency in it, the genre that the saliency is for. @param explained its stored name */
export function pictureTitle(track: string, explained: string | null): string {
  return explained === null ? track : texts.inspector.export.saliencyOf({ genre: displayGenre(explained), track });
}

/** What is laid over the rendering. */
export type Saliency = Pick<SaliencyScene, 'maps' | 'strength'>;

/** A figure with the rendering of a scene, as the bytes of a PNG. */
export async function figurePng(
  figure: Figure,
  scene: Omit<SpectrogramScene, 'width' | 'height'>,
  saliency: Saliency | null,
): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(figure.width * figure.scale, figure.height * figure.scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  drawFigure(
    context as OffscreenCanvasRenderingContext2D & { textAlign: string; textBaseline: string },
    figure,
    (box) => {
      const rendering = document.createElement('canvas');
      const size = { width: Math.round(box.width * figure.scale), height: Math.round(box.height * figure.scale) };
      new SpectrogramPainter(rendering).draw({ ...scene, ...size });
      context.drawImage(rendering, box.x, box.y, box.width, box.height);
      if (!saliency) return;
      const shade = document.createElement('canvas');
      new SaliencyPainter(shade).draw({ ...saliency, ...size, axis: scene.axis, start: scene.start, end: scene.end });
      context.drawImage(shade, box.x, box.y, box.width, box.height);
    },
  );
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

/** What a table is made of. */
export interface TableSource {
  readonly tiles: readonly SpectrogramTile[];
  readonly sampleRate: number;
  readonly start: number;
  readonly end: number;
}

/** The levels in dBFS of what is on screen: a line a moment, a column a bin; later tiles lie over earlier ones. */
export function levelTable({ tiles, sampleRate, start, end }: TableSource): string {
  const finest = tiles.at(-1);
  if (!finest) return '';
  const alike = tiles.filter(
    ({ framesPerColumn, hopLength }) => framesPerColumn === finest.framesPerColumn && hopLength === finest.hopLength,
  );
  const bins = Array.from({ length: finest.bins }, (_, bin) =>
    ((bin * sampleRate) / (2 * (finest.bins - 1))).toFixed(2),
  );
  const lines = [`seconds,${bins.join(',')}`];
  for (const tile of alike) {
    for (let column = 0; column < tile.columns; column++) {
      const seconds = middleOfColumn(tile, tile.firstColumn + column) / sampleRate;
      if (seconds < start || seconds > end) continue;
      const levels = tile.levels.subarray(column * tile.bins, (column + 1) * tile.bins);
      lines.push(
        `${seconds.toFixed(6)},${Array.from(levels, (level) => (level / LEVELS_PER_DECIBEL).toFixed(2)).join(',')}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
