import type { SpectrogramTile } from '../../../src-main/contract/inspection.ts';
import { columnAt, spanOfColumns } from '../../../src-main/rendering/column-geometry.ts';
import type { SpectrogramStyle } from '../../../src-main/rendering/rasterise.ts';
import { spectrogramPixels } from '../../../src-main/rendering/rasterise.ts';

/** What is to be drawn. */
export interface SpectrogramScene extends SpectrogramStyle {
  readonly tiles: readonly SpectrogramTile[];
  /** Of the samples that hops count. */
  readonly sampleRate: number;
  /** Seconds at the left and at the right edge. */
  readonly start: number;
  readonly end: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
}

interface Bitmap {
  readonly key: string;
  readonly canvas: OffscreenCanvas;
}

/** Draws spectrograms on a canvas. Parts that were drawn once are kept as bitmaps while they are in use. */
export class SpectrogramPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #bitmaps = new WeakMap<SpectrogramTile, Bitmap>();

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  draw(scene: SpectrogramScene): void {
    const { width, height } = scene;
    const canvas = this.#canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d', { alpha: false });
    if (!context || width === 0 || height === 0) return;
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    for (const tile of scene.tiles) this.#drawTile(context, tile, scene);
  }

  #drawTile(context: CanvasRenderingContext2D, tile: SpectrogramTile, scene: SpectrogramScene): void {
    if (tile.columns === 0) return;
    const { start, end, sampleRate, width, height } = scene;
    const pixelsPerSample = width / ((end - start) * sampleRate);
    const toX = (sample: number) => (sample - start * sampleRate) * pixelsPerSample;
    // Only what is on screen: far beyond it a canvas loses precision.
    const at = (seconds: number) => columnAt(tile, seconds * sampleRate) - tile.firstColumn;
    const first = Math.max(0, at(start) - 1);
    const last = Math.min(tile.columns, at(end) + 2);
    if (last <= first) return;
    const span = spanOfColumns(tile, tile.firstColumn + first, last - first);
    const [left, right] = [toX(span.start), toX(span.end)];
    context.imageSmoothingEnabled = right - left < last - first;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#bitmapOf(tile, scene), first, 0, last - first, height, left, 0, right - left, height);
  }

  #bitmapOf(tile: SpectrogramTile, scene: SpectrogramScene): OffscreenCanvas {
    const { colourMap, floor, ceiling, axis, binAt, height } = scene;
    const key = [colourMap, floor, ceiling, height, ...[0, 0.5, 1].map((place) => binAt(axis.hertzAt(place)))].join(
      ' ',
    );
    const kept = this.#bitmaps.get(tile);
    if (kept?.key === key) return kept.canvas;
    const pixels = spectrogramPixels(tile, scene, height);
    const canvas = new OffscreenCanvas(tile.columns, height);
    canvas
      .getContext('2d')
      ?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), tile.columns, height), 0, 0);
    this.#bitmaps.set(tile, { key, canvas });
    return canvas;
  }
}
