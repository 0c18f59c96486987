import type { TimelinePatch } from '../../../src-main/contract/types.ts';
import { genreColor } from '../../state/genre-colors.ts';

/** One genre's share of one stretch, in seconds and in shares of the height. */
export interface StripBox {
  readonly key: string;
  readonly start: number;
  readonly seconds: number;
  readonly top: number;
  readonly height: number;
  readonly color: string;
}

const SMALLEST_SHARE = 0.01;

/** Shares of every stretch, stacked, in the order of the genres. */
export function stripBoxes(timeline: readonly TimelinePatch[], genres: readonly string[], colorOrder: readonly string[]): StripBox[] {
  return timeline.flatMap(({ startSeconds, endSeconds, probabilities }, column) => {
    // Stretches overlap: each is drawn up to where the next one begins.
    const next = timeline[column + 1];
    const end = next && next.startSeconds > startSeconds ? Math.min(endSeconds, next.startSeconds) : endSeconds;
    let top = 1;
    return genres.flatMap((genre, index) => {
      const height = probabilities[index] ?? 0;
      top -= height;
      if (height < SMALLEST_SHARE) return [];
      return [{ key: `${column} ${genre}`, start: startSeconds, seconds: end - startSeconds, top, height, color: genreColor(genre, colorOrder) }];
    });
  });
}
