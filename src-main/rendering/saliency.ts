import type { SaliencyMap } from '../contract/inspection.ts';
import type { Span } from './column-geometry.ts';
import type { FrequencyAxis } from './frequency-scale.ts';
import { melRowAt } from './mel-rows.ts';

/** How saliency is laid over a rendering. */
export interface SaliencyShading {
  readonly axis: FrequencyAxis;
  /** Pixel rows. */
  readonly height: number;
  /** How dark everything is that is no saliency, 0 to 1. */
  readonly strength: number;
  /** What is not dimmed at all, see {@link fullSaliency}. */
  readonly full: number;
}

/** Of the strongest saliency: what reaches it is not dimmed. */
const FULL_SHARE = 0.98;

/** The saliency that counts as full among these maps. */
export function fullSaliency(maps: readonly SaliencyMap[]): number {
  const positive = Float32Array.from(maps.flatMap(({ values }) => [...values.filter((value) => value > 0)])).sort();
  return positive[Math.floor(positive.length * FULL_SHARE)] ?? 1;
}

/** What a map covers, in seconds: its frames are centred, so that each reaches half a step to either side. */
export function spanOfSaliency({ startSeconds, endSeconds, frames }: SaliencyMap): Span {
  const halfStep = (endSeconds - startSeconds) / frames / 2;
  return { start: startSeconds - halfStep, end: endSeconds - halfStep };
}

/**
 * A shade for a map: black, thinner the more a place speaks for the genre. Light falls on saliency
 * whatever the colours below, so that nobody needs to tell hues apart.
 * @returns [height, frames] pixels in a canvas's byte order
 */
export function saliencyShade(
  map: SaliencyMap,
  { axis, height, strength, full }: SaliencyShading,
): Uint32Array<ArrayBuffer> {
  const { frames } = map;
  const rowAt = melRowAt(map);
  const bytes = new Uint8ClampedArray(frames * height * 4);
  for (let y = 0; y < height; y++) {
    const row = Math.round(rowAt(axis.hertzAt(1 - (y + 0.5) / height)));
    for (let frame = 0; frame < frames; frame++) {
      const value = row < 0 || row >= map.rows ? 0 : (map.values[row * frames + frame] as number);
      bytes[(y * frames + frame) * 4 + 3] = 255 * strength * (1 - Math.min(1, Math.max(0, value / full)));
    }
  }
  return new Uint32Array(bytes.buffer);
}
