import { describe, expect, it } from 'vitest';
import { soundingPlace } from './sounding-place.ts';

const seconds = (...parts: readonly (readonly [number, boolean])[]) =>
  parts.flatMap(([count, isAudible]) => Array.from({ length: count }, () => isAudible));

describe('a place with sound', () => {
  it('is the fullest, and of equal ones the nearest', () => {
    const audible = seconds([40, true], [200, false], [10, true]);
    expect(soundingPlace(audible, { startSeconds: 110, durationSeconds: 30 })).toEqual({
      startSeconds: 10,
      durationSeconds: 30,
    });
    expect(soundingPlace(audible, { startSeconds: 200, durationSeconds: 10 })).toEqual({
      startSeconds: 240,
      durationSeconds: 10,
    });
  });

  it('is not what somebody has already, and may be shorter than wished', () => {
    const audible = seconds([100, false], [10, true], [5, false], [8, true]);
    const wished = { startSeconds: 40, durationSeconds: 10 };
    expect(soundingPlace(audible, wished)?.startSeconds).toBe(100);
    expect(soundingPlace(audible, wished, [{ startSeconds: 95, durationSeconds: 15 }])?.startSeconds).toBe(113);
    expect(soundingPlace(seconds([5, true]), { startSeconds: 100, durationSeconds: 30 })?.startSeconds).toBe(0);
    expect(soundingPlace(seconds([50, false]), wished)).toBeNull();
    expect(soundingPlace([], wished)).toBeNull();
  });
});
