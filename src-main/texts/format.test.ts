import { describe, expect, it } from 'vitest';
import { remaining, tracks } from './en/common.ts';
import { decimal, duration, moment, percent, plural } from './format.ts';

describe('numbers', () => {
  it('counts with the right noun', () =>
    expect([tracks(0), tracks(1), tracks(10_000)]).toEqual(['0 tracks', '1 track', '10,000 tracks']));
  it('chooses the form of a phrase', () =>
    expect([1, 2].map((amount) => plural(amount, { one: 'has', other: 'have' }))).toEqual(['has', 'have']));
  it('writes shares and decimals', () =>
    expect([percent(0.005), percent(0.95), percent(1), percent(0.7276, 1), decimal(38.44, 1)]).toEqual([
      '1%',
      '95%',
      '100%',
      '72.8%',
      '38.4',
    ]));
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
