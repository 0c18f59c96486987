import { expect, it } from 'vitest';
import type { TrackId } from '../../contract/track.ts';
import { labelTracks } from './label-tracks.ts';

interface Taken {
  readonly id: TrackId;
  readonly genres: readonly string[];
}

it('labels what the library has, by the first of two lines for one track', () => {
  const ids: Readonly<Record<string, number>> = { '/a.mp3': 1, '/link-to-a.mp3': 1, '/b.mp3': 2 };
  const taken: Taken[] = [];
  const labels = {
    take(tracks: readonly Taken[]) {
      taken.push(...tracks);
      return tracks.length;
    },
  };
  const lines = [
    { path: '/a.mp3', genres: ['Dub'] },
    { path: '/elsewhere.mp3', genres: ['Pop'] },
    { path: '/b.mp3', genres: ['Rock', 'Live'] },
    { path: '/link-to-a.mp3', genres: ['Jazz'] },
  ];
  expect(labelTracks(lines, { idOf: (path) => ids[path] ?? null }, labels)).toEqual({ labelled: 2, leftOut: 1 });
  expect(taken).toEqual([
    { id: 1, genres: ['Dub'] },
    { id: 2, genres: ['Rock', 'Live'] },
  ]);
});
