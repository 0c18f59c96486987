import { describe, expect, it } from 'vitest';
import { clampView, viewWith, wholeView, zoomAbout } from './inspector-view.ts';

const limits = { durationSeconds: 300, width: 1000, sampleRate: 44_100 };

describe('views of a track', () => {
  it('begin with the whole track', () => expect(wholeView(limits)).toEqual({ start: 0, secondsPerPixel: 0.3 }));

  it('keep what is under the pointer where it is', () => {
    const view = zoomAbout(wholeView(limits), 120, 0.1, limits);
    expect(view.secondsPerPixel).toBeCloseTo(0.03);
    expect((120 - view.start) / view.secondsPerPixel).toBeCloseTo(400);
  });

  it('never leave the track and never come nearer than a sample', () => {
    expect(clampView({ start: 290, secondsPerPixel: 0.1 }, limits)).toEqual({ start: 200, secondsPerPixel: 0.1 });
    expect(clampView({ start: -5, secondsPerPixel: 9 }, limits)).toEqual({ start: 0, secondsPerPixel: 0.3 });
    expect(clampView({ start: 0, secondsPerPixel: 1e-9 }, limits).secondsPerPixel).toBeCloseTo(1 / 44_100);
    expect(
      clampView({ start: 0, secondsPerPixel: 1e-9 }, { ...limits, durationSeconds: 10_800 }).secondsPerPixel,
    ).toBeCloseTo(10_800 / 16e6);
  });

  it('follow the playback when it leaves the screen', () => {
    const view = { start: 0, secondsPerPixel: 0.01 };
    expect(viewWith(view, 5, limits)).toBe(view);
    expect(viewWith(view, 11, limits).start).toBeCloseTo(10);
  });

  it('stay the same object at the end of the track, which playback can overshoot', () => {
    const whole = wholeView(limits);
    expect(viewWith(whole, 300.1, limits)).toBe(whole);
    const end = { start: 290, secondsPerPixel: 0.01 };
    expect(viewWith(end, 300.1, limits)).toBe(end);
  });
});
