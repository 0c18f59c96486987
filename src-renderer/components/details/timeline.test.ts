import { describe, expect, it } from 'vitest';
import type { TimelinePatch } from '../../../src-main/contract/track.ts';
import { ranked } from '../../state/genre-share.ts';
import { patchText, timelineBands, timelineJumps, timelineSummary } from './timeline.ts';

const GENRES = ['blues', 'jazz', 'pop', 'rock', 'metal', 'disco', 'reggae'];
const patch = (startSeconds: number, probabilities: readonly number[]): TimelinePatch => ({
  startSeconds,
  endSeconds: startSeconds + 3,
  probabilities,
});
const NO_COLORS = new Map<string, number>();
const ROCK = [0, 0.1, 0, 0.7, 0.2, 0, 0];
const JAZZ = [0, 0.9, 0, 0.05, 0, 0.05, 0];

describe('timelineBands', () => {
  const bands = timelineBands([patch(0, ROCK), patch(3, ROCK), patch(6, JAZZ)], GENRES, NO_COLORS);

  it('puts the genres that matter most first and all others together', () => {
    expect(bands.map((band) => band.name)).toEqual(['Rock', 'Jazz', 'Metal', 'Disco', 'Blues', 'Other']);
  });

  it('colours every genre as everywhere', () => expect(bands[0]?.color).toBe('var(--color-genre-14)'));

  it('stacks from the bottom', () => {
    expect(bands[0]?.path).toMatch(/^M0 0\.300h0\.88v0\.700h-0\.88z/);
    expect(bands[1]?.path).toMatch(/^M0 0\.200h0\.88v0\.100/);
  });

  it('has no other band when every genre has its own', () => {
    expect(timelineBands([patch(0, [0.4, 0.6])], ['blues', 'jazz'], NO_COLORS).map((band) => band.name)).toEqual([
      'Jazz',
      'Blues',
    ]);
  });
});

it('finds where the music jumps', () => {
  expect(timelineJumps([patch(0, ROCK), patch(3, ROCK), patch(60, ROCK), patch(62, ROCK)])).toEqual([2]);
});

it('says a segment in words', () =>
  expect(patchText(patch(65, ROCK), GENRES)).toBe('1:05–1:08: Rock 70%, Metal 20%, Jazz 10%'));

it('sums the strip up for those who do not see it', () => {
  expect(timelineSummary([patch(0, ROCK), patch(3, ROCK), patch(6, JAZZ)], GENRES)).toBe(
    '3 segments between 0:00 and 0:09. Likeliest genre: Rock in 2, Jazz in 1.',
  );
  expect(timelineSummary([], GENRES)).toBe('No segment of this track was analysed.');
});

it('ranks genres and takes a missing number for zero', () => {
  expect(ranked([0.2], ['pop', 'rock'])).toEqual([
    { genre: 'pop', share: 0.2 },
    { genre: 'rock', share: 0 },
  ]);
});
