import { describe, expect, it } from 'vitest';
import { baseName, count, duration, genreName, moment, percent, perSecond, remaining } from './format.ts';

describe('numbers', () => {
  it('counts with the right noun', () =>
    expect([count(0, 'track'), count(1, 'track'), count(10_000, 'track')]).toEqual([
      '0 tracks',
      '1 track',
      '10,000 tracks',
    ]));
  it('writes shares and speeds', () =>
    expect([percent(0.005), percent(1), perSecond(38.44)]).toEqual(['1%', '100%', '38.4 tracks/s']));
});

describe('duration', () => {
  it.each([
    [null, ''],
    [0, '0:00'],
    [59.6, '1:00'],
    [245, '4:05'],
    [3599.7, '1:00:00'],
    [3725, '1:02:05'],
  ])('writes %s as "%s"', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('remaining', () => {
  it.each([
    [null, ''],
    [5, 'less than a minute left'],
    [150, 'about 3 min left'],
    [7200, 'about 2 h left'],
    [8100, 'about 2 h 15 min left'],
  ])('writes %s as "%s"', (seconds, text) => {
    expect(remaining(seconds)).toBe(text);
  });
});

it('keeps a date it cannot read', () => expect(moment('yesterday')).toBe('yesterday'));

it('finds the last part of any path', () => {
  expect([baseName('/home/mara/Music/'), baseName('D:\\Crates\\House'), baseName('/')]).toEqual([
    'Music',
    'House',
    '/',
  ]);
});

it('writes genres as people do', () => expect([genreName('rock'), genreName('hiphop')]).toEqual(['Rock', 'Hip-Hop']));
