import type { SaliencyMap } from '../../../src-main/contract/inspection.ts';
import { evidenceShade, fullEvidence } from '../../../src-main/picture/evidence.ts';
import type { FrequencyAxis } from '../../../src-main/picture/frequency-scale.ts';

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
    context.drawImage(shadeOf(map, scene, full), left, 0, toX(map.endSeconds) - left, height);
  }
}

function shadeOf(map: SaliencyMap, { axis, strength, height }: EvidenceScene, full: number): OffscreenCanvas {
  const pixels = evidenceShade(map, map.frames, { axis, strength, height, full });
  const canvas = new OffscreenCanvas(map.frames, height);
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), map.frames, height), 0, 0);
  return canvas;
}
