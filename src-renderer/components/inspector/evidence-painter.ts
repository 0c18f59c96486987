import type { SaliencyMap } from '../../../src-main/contract/inspection.ts';
import type { FrequencyAxis } from '../../../src-main/picture/frequency-scale.ts';
import { melRowAt } from '../../../src-main/picture/mel-rows.ts';

/** What is to be drawn over a spectrogram. */
export interface EvidenceScene {
  readonly maps: readonly SaliencyMap[];
  readonly axis: FrequencyAxis;
  /** How dark everything is that is no evidence, 0 to 1. */
  readonly strength: number;
  readonly start: number;
  readonly end: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
}

/** Of the strongest evidence: what reaches it is not dimmed at all. */
const FULL_SHARE = 0.98;

/** Darkens what speaks not for the genre; light falls on what does, whatever the colours below. */
export function drawEvidence(canvas: HTMLCanvasElement, scene: EvidenceScene): void {
  const { maps, width, height, start, end } = scene;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  context.clearRect(0, 0, width, height);
  const full = fullEvidence(maps);
  const toX = (seconds: number) => ((seconds - start) / (end - start)) * width;
  for (const map of maps) {
    if (map.endSeconds <= start || map.startSeconds >= end) continue;
    const left = toX(map.startSeconds);
    context.drawImage(shadeOf(map, full, scene), left, 0, toX(map.endSeconds) - left, height);
  }
}

function fullEvidence(maps: readonly SaliencyMap[]): number {
  const positive = maps.flatMap(({ values }) => [...values].filter((value) => value > 0)).sort((a, b) => a - b);
  return positive[Math.floor(positive.length * FULL_SHARE)] ?? 1;
}

function shadeOf(map: SaliencyMap, full: number, { axis, strength, height }: EvidenceScene): OffscreenCanvas {
  const rowAt = melRowAt(map);
  const pixels = new ImageData(map.frames, height);
  for (let y = 0; y < height; y++) {
    const row = Math.round(rowAt(axis.hertzAt(1 - (y + 0.5) / height)));
    for (let frame = 0; frame < map.frames; frame++) {
      const value = row < 0 || row >= map.rows ? 0 : (map.values[row * map.frames + frame] as number);
      pixels.data[(y * map.frames + frame) * 4 + 3] = 255 * strength * (1 - Math.min(1, Math.max(0, value / full)));
    }
  }
  const canvas = new OffscreenCanvas(map.frames, height);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}
