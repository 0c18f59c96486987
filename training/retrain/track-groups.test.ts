import { describe, expect, it } from 'vitest';
import { groupFolds, trackGroups } from './track-groups.ts';

describe('held-out parts', () => {
  it('keep artists and albums whole, also through one another', () => {
    const groups = trackGroups([
      { artist: 'The Low', album: 'One', folder: '/a' },
      { artist: 'low', album: 'Two', folder: '/b' },
      { artist: 'Other', album: 'Two', folder: '/b' },
      { artist: 'Other', album: '', folder: '/c' },
      { artist: '', album: 'Two', folder: '/elsewhere' },
      { artist: '', album: '', folder: '/d' },
      { artist: '', album: '', folder: '/d' },
      { artist: '', album: '', folder: '' },
      { artist: '', album: '', folder: '' },
    ]);
    expect(new Set(groups.slice(0, 4)).size).toBe(1);
    expect(groups[5]).toBe(groups[6]);
    expect(new Set([groups[0], groups[4], groups[5], groups[7], groups[8]]).size).toBe(5);
  });

  it('have each genre’s share', () => {
    const genres = Array.from({ length: 60 }, (_, index) => index % 3);
    const folds = groupFolds(
      genres.map((_, index) => Math.floor(index / 2)),
      genres,
      5,
      [...genres.keys()],
    );
    for (let index = 0; index < 60; index += 2) expect(folds[index]).toBe(folds[index + 1]);
    for (let fold = 0; fold < 5; fold++)
      for (let genre = 0; genre < 3; genre++)
        expect(genres.filter((each, index) => each === genre && folds[index] === fold).length).toBeGreaterThanOrEqual(
          2,
        );
  });
});
