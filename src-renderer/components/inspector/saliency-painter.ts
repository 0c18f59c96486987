import type { SaliencyMap } from '../../../src-main/contract/inspection.ts';
import { fullSaliency, saliencyShade, spanOfSaliency } from '../../../src-main/rendering/saliency.ts';
import type { FrequencyAxis } from '../../../src-main/rendering/frequency-scale.ts';

/** What is to be drawn over a spectrogram. */
export interface SaliencyScene {
  readonly maps: readonly SaliencyMap[];
  readonly axis: FrequencyAxis;
  /** How dark everything is that is no saliency, 0 to 1. */
  readonly strength: number;
  readonly start: number;
  readonly end: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
}

interface Shade {
  readonly key: string;
  readonly canvas: OffscreenCanvas;
}

/** Darkens what speaks not for the genre; light falls on what does, whatever the colours below. */
export class SaliencyPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #shades = new WeakMap<SaliencyMap, Shade>();
  readonly #full = new WeakMap<readonly SaliencyMap[], number>();

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  draw(scene: SaliencyScene): void {
    const { maps, width, height, start, end } = scene;
    const canvas = this.#canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    context.clearRect(0, 0, width, height);
    const full = this.#fullOf(maps);
    const toX = (seconds: number) => ((seconds - start) / (end - start)) * width;
    for (const map of maps) {
      const span = spanOfSaliency(map);
      if (span.end <= start || span.start >= end) continue;
      const left = toX(span.start);
      context.drawImage(this.#shadeOf(map, scene, full), left, 0, toX(span.end) - left, height);
    }
  }

  /** It sorts every value: once for each answer, not for each rendering. */
  #fullOf(maps: readonly SaliencyMap[]): number {
    const full = this.#full.get(maps) ?? fullSaliency(maps);
    this.#full.set(maps, full);
    return full;
  }

  #shadeOf(map: SaliencyMap, { axis, strength, height }: SaliencyScene, full: number): OffscreenCanvas {
    const key = [strength, height, full, ...[0, 0.5, 1].map((place) => axis.hertzAt(place))].join(' ');
    const kept = this.#shades.get(map);
    if (kept?.key === key) return kept.canvas;
    const pixels = saliencyShade(map, { axis, strength, height, full });
    const canvas = new OffscreenCanvas(map.frames, height);
    canvas
      .getContext('2d')
      ?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), map.frames, height), 0, 0);
    this.#shades.set(map, { key, canvas });
    return canvas;
  }
}
