import { expect, it } from 'vitest';
import { packed } from './map-colours.ts';
import { WHOLE_MAP } from './camera.ts';
import { paintPoints, pointRadius } from './map-painter.ts';

const SIZE = { width: 40, height: 40 };
const COLOURS = { groups: [packed('rgb(255, 0, 0)')], rest: 2, hidden: 3, outline: 4 };

/** Others, far outside: among so many, points are as small as they get. */
const CROWD = new Array<number>(40_000).fill(9);

function paint(changes: { shown?: number; selected?: number; colour?: number; zoom?: number }, points = [0.5, 0.5]) {
  const { shown = 1, selected = 0, colour = 0, zoom = 1 } = changes;
  const positions = Float32Array.of(...points, ...CROWD);
  const count = positions.length / 2;
  const image = { width: 80, height: 80, data: new Uint8ClampedArray(80 * 80 * 4) } as ImageData;
  const map = {
    positions,
    colours: new Int16Array(count).fill(colour),
    shown: new Uint8Array(count).fill(shown),
    selected: new Uint8Array(count).fill(selected),
  };
  paintPoints(image, map, COLOURS, { camera: { ...WHOLE_MAP, zoom }, size: SIZE, ratio: 2 });
  const pixels = new Uint32Array(image.data.buffer);
  return { at: (x: number, y: number) => pixels[y * 80 + x], painted: pixels.filter((pixel) => pixel !== 0).length };
}

it('draws a point where it lies, in the colour of its group, at the canvas’ density', () => {
  const { at, painted } = paint({});
  expect(at(40, 40)).toBe(0xff0000ff);
  expect([at(44, 40), at(45, 40)]).toEqual([0xff0000ff, 0]);
  expect(painted).toBe(49);
});

it('draws what the filters hide in their colour, and selected points with a ring', () => {
  expect(paint({ shown: 0, selected: 1 }).at(40, 40)).toBe(COLOURS.hidden);
  expect(paint({ colour: -1 }).at(40, 40)).toBe(COLOURS.rest);
  const { at } = paint({ selected: 1 });
  expect([at(40, 40), at(46, 40), at(48, 40)]).toEqual([0xff0000ff, COLOURS.outline, 0]);
});

it('draws nothing beyond the edges', () => {
  expect(paint({ zoom: 100 }, [0, 0, 1, 1, 0.4, 0.5]).painted).toBe(0);
  expect(paint({}, [0.5, -0.04]).painted).toBeGreaterThan(0);
});

it('draws few points larger, and never larger than ever', () => {
  const radii = [100_000, 20_000, 1_000, 70, 1, 0].map((points) => pointRadius(WHOLE_MAP, points));
  expect(radii.map((radius) => Math.round(radius))).toEqual([2, 2, 3, 5, 6, 6]);
  expect(pointRadius({ ...WHOLE_MAP, zoom: 1000 }, 100_000)).toBe(6);
});
