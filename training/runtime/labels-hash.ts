import { createHash } from 'node:crypto';
import type { LabelledTrack } from '../retrain/labelled-track.ts';
import type { UserGenre } from '../retrain/user-genres.ts';

/** SHA-256, in hex, of which file is called what. */
export function labelsHash(
  tracks: readonly Pick<LabelledTrack, 'id' | 'genres'>[],
  genres: readonly UserGenre[],
): string {
  const lines = tracks
    .map(({ id, genres: own }) => `${id}\t${own.map((genre) => genres[genre]?.name).join(';')}`)
    .sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
