import type { TimelinePatch, TrackDetail, TrackId, TrackRow } from '../../../src-main/contract/track.ts';
import { fakeStylesOf } from './fake-styles.ts';
import { FAKE_GENRES } from './fake-tracks.ts';
import { noise } from './noise.ts';

/** What a made-up model says of a track; null where it was not analysed. */
export function analysisOf(track: TrackRow): TrackDetail['analysis'] {
  if (track.status !== 'done') return null;
  const main = FAKE_GENRES.indexOf(track.predictedGenre ?? 'rock');
  const timeline = Array.from({ length: 30 }, (_, index) => patchOf(track.id, main, index));
  return {
    genres: FAKE_GENRES,
    probabilities: spread(track.id * 97, main, track.confidence ?? 0.5),
    styles: fakeStylesOf(track.id, track.predictedGenre ?? ''),
    timeline,
    model: 'standard',
    provider: 'cpu',
    window: '3x10s',
    analysedSeconds: 30,
    heardChannel: 'mix',
    disagreement: 0.12,
    members: ['mel-cnn', 'mel-gru'].map((model) => ({ model, genre: FAKE_GENRES[0] ?? '', confidence: 0.6 })),
    analysedAt: '2026-02-14T18:22:05.000Z',
  };
}

function patchOf(id: TrackId, main: number, index: number): TimelinePatch {
  const startSeconds = 20 + Math.floor(index / 10) * 60 + (index % 10);
  const genre = noise(id + index * 13) < 0.7 ? main : Math.floor(noise(id + index * 7) * FAKE_GENRES.length);
  return {
    startSeconds,
    endSeconds: startSeconds + 1,
    probabilities: spread(id + index * 101, genre, 0.3 + 0.6 * noise(id + index)),
  };
}

function spread(seed: number, main: number, top: number): number[] {
  const rest = FAKE_GENRES.map((_, index) => (index === main ? 0 : noise(seed + index) ** 3));
  const sum = rest.reduce((total, value) => total + value, 0) || 1;
  return rest.map((value, index) => (index === main ? top : (value / sum) * (1 - top)));
}
