import { createRequire } from 'node:module';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas, GlobalFonts, ImageData } from '@napi-rs/canvas';
import type { Span } from '../rendering/column-geometry.ts';
import type { Box, Figure } from '../rendering/figure.ts';
import { drawFigure } from '../rendering/figure.ts';
import { writeOutput } from '../files/output-file.ts';

/** Pixels [height, width] in the byte order of a canvas. */
interface Pixels {
  readonly data: Uint32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Something that is drawn over a span of the figure's time, from the bottom of the plot to its top. */
export interface Layer extends Pixels {
  /** Seconds; what lies outside of the figure is cut off. */
  readonly span: Span;
}

const FAMILY = 'Genrescope Figure';

/**
 * Writes a figure as a PNG; it appears whole or not at all.
 * @param layers the lowest first; gets the plot's height in device pixels
 * @throws AppError output-refused, disk-full, file-read-only
 */
export async function writeFigure(
  path: string,
  figure: Figure,
  layers: (height: number) => readonly Layer[],
): Promise<void> {
  // A machine without a desktop has no fonts of its own.
  GlobalFonts.registerFromPath(
    createRequire(import.meta.url).resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2'),
    FAMILY,
  );
  const canvas = createCanvas(Math.round(figure.width * figure.scale), Math.round(figure.height * figure.scale));
  const context = canvas.getContext('2d');
  drawFigure(
    context as SKRSContext2D & { textAlign: string; textBaseline: string },
    figure,
    (plot) => {
      context.save();
      context.beginPath();
      context.rect(plot.x, plot.y, plot.width, plot.height);
      context.clip();
      context.fillStyle = '#000000';
      context.fillRect(plot.x, plot.y, plot.width, plot.height);
      for (const layer of layers(Math.round(plot.height * figure.scale))) drawLayer(context, layer, figure, plot);
      context.restore();
    },
    `"${FAMILY}"`,
  );
  await writeOutput(path, 'png', [], [await canvas.encode('png')]);
}

function drawLayer(context: SKRSContext2D, { span, ...pixels }: Layer, figure: Figure, plot: Box): void {
  const pointsPerSecond = plot.width / (figure.end - figure.start);
  const x = plot.x + (span.start - figure.start) * pointsPerSecond;
  const width = (span.end - span.start) * pointsPerSecond;
  context.imageSmoothingEnabled = pixels.width > width * figure.scale;
  context.drawImage(toCanvas(pixels), x, plot.y, width, plot.height);
}

function toCanvas({ data, width, height }: Pixels): Canvas {
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data.buffer), width, height), 0, 0);
  return canvas;
}
