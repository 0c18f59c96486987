import { createRequire } from 'node:module';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas, GlobalFonts, ImageData } from '@napi-rs/canvas';
import type { Box, Figure } from '../rendering/figure.ts';
import { drawFigure } from '../rendering/figure.ts';
import { writeOutput } from '../files/output-file.ts';

/** Pixels [height, width] in the byte order of a canvas. */
export interface Pixels {
  readonly data: Uint32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Something that is drawn into a box of the figure, stretched to fill it. */
export interface Layer extends Pixels {
  readonly box: Box;
}

const FAMILY = 'Genrescope Figure';

/** Writes a figure as a PNG; it appears whole or not at all. @throws AppError output-refused, disk-full, file-read-only */
export async function writeFigure(
  path: string,
  figure: Figure,
  layers: (plot: Box) => readonly Layer[],
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
      for (const { box, ...pixels } of layers(plot)) {
        context.imageSmoothingEnabled = pixels.width > box.width * figure.scale;
        context.drawImage(toCanvas(pixels), box.x, box.y, box.width, box.height);
      }
    },
    `"${FAMILY}"`,
  );
  await writeOutput(path, 'png', [], [await canvas.encode('png')]);
}

function toCanvas({ data, width, height }: Pixels): Canvas {
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data.buffer), width, height), 0, 0);
  return canvas;
}
