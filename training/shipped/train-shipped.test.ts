import { describe, expect, it } from 'vitest';
import type { Example } from '../dataset/example.ts';
import { artistKey } from '../dataset/split.ts';
import { clipFolds } from './outside-folds.ts';
import { musicOf } from './train-shipped.ts';

const clip = (id: string, artist: string): Example => ({
  id,
  artist,
  levels: new Uint8Array(),
  frames: 0,
  range: 80,
  peak: 0,
  allowed: [0],
  published: {},
});

describe('the music of a shipped model', () => {
  const gtzan = {
    train: [clip('1', 'Nina Simone')],
    valid: [clip('2', 'The Clash'), clip('3', '')],
    test: [clip('4', 'Bach')],
  };
  const clips = [clip('5', 'CLASH'), clip('6', ''), clip('7', 'Nina Simone')];

  it('has no artist of the valid subset while that judges, that subset afterwards, but never the test subset', () => {
    const { judged, shipped } = musicOf({ gtzan, clips });
    expect([...judged.gtzan, ...judged.clips].map(({ id }) => id)).toEqual(['1', '6', '7']);
    expect([...shipped.gtzan, ...shipped.clips].map(({ id }) => id)).toEqual(['1', '2', '3', '5', '6', '7']);
  });
});

describe('the folds of other collections', () => {
  const named = Array.from({ length: 80 }, (_, index) =>
    clip(`clips/a/${index}.ogg`, `${index % 2 ? 'The ' : ''}Artist ${index >> 1}`),
  );
  const nameless = Array.from({ length: 200 }, (_, index) => clip(`clips/b/pop-${index + 1}.ogg`, ''));
  const folds = clipFolds([...named, ...nameless]);

  it('hold every clip out once, and an artist’s clips together', () => {
    expect(
      folds
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([...named, ...nameless].map(({ id }) => id).toSorted());
    const artists = folds.map(
      (fold) => new Set(fold.map(({ artist }) => artistKey(artist)).filter((key) => key !== '')),
    );
    expect(artists.reduce((sum, each) => sum + each.size, 0)).toBe(40);
    for (const fold of folds) expect(fold.length).toBeGreaterThan(25);
  });

  it('keep clips without an artist’s name with their neighbours', () => {
    const blocks = folds.map(
      (fold) =>
        new Set(
          fold
            .filter(({ artist }) => artist === '')
            .map(({ id }) => Math.floor((Number(/\d+/.exec(id)?.[0]) - 1) / 25)),
        ),
    );
    expect(blocks.map((block) => [...block])).toEqual([[0], [1], [2], [3], [4], [5], [6], [7]]);
  });
});
