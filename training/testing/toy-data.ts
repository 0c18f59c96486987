import type { Dataset, Example } from '../dataset/example.ts';
import type { FrontEndSpec } from '../dataset/front-end-spec.ts';
import { createRandom } from '../random/random.ts';

const OURS: FrontEndSpec = { kind: 'mel-decibels', hopLength: 1708 };

/** Clips of noise in one of three groups of bands, which tells the genre: a set that every network can learn. */
export function toyDataset(count: number, frames = 140, bands = 128, frontEnd = OURS): Dataset {
  const random = createRandom(3);
  const examples = Array.from({ length: count }, (_, index): Example => {
    const genre = index % 3;
    const levels = Uint8Array.from({ length: frames * bands }, (_value, cell) => {
      const inside = Math.floor((cell % bands) / Math.ceil(bands / 3)) === genre;
      return Math.round(((inside ? -15 : -60) + random.between(-8, 8)) * (255 / 80) + 255);
    });
    return {
      id: `toy ${index}`,
      artist: `artist ${index >> 1}`,
      levels,
      frames,
      range: 80,
      peak: 20,
      allowed: [genre],
      published: {},
    };
  });
  return { name: 'toys', genres: ['low', 'middle', 'high'], bands, frontEnd, examples };
}
