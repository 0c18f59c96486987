import { createRandom } from '../random/random.ts';
import type { TrackInputs } from '../retrain/labelled-track.ts';

/** Features of every track that {@link makeTracks} makes. */
export const FEATURES = 12;

/** Tracks whose genre shows in the first features, a group of three an artist. */
export function makeTracks(count: number, genreCount: number, noise: number): TrackInputs[] {
  const random = createRandom(5);
  return Array.from({ length: count }, (_, index) => {
    const genre = index % genreCount;
    const features = Float32Array.from(
      { length: FEATURES },
      (_, place) => random.normal() * noise + (place === genre ? 3 : 0),
    );
    return {
      id: `${index}`,
      artist: `artist ${genre} ${Math.floor(index / (3 * genreCount))}`,
      album: '',
      folder: '',
      features,
      inputs: features,
      genres: [genre],
    };
  });
}
