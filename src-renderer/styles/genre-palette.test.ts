import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { GENRE_COLOURS } from '../../src-main/contract/labels.ts';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** What a sight makes of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHTS: Readonly<Record<string, Matrix>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** Linear sRGB to XYZ, divided by the white of D65. */
const XYZ: Matrix = [
  [0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047],
  [0.2126, 0.7152, 0.0722],
  [0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883],
];
/** CIE76; 2.3 is just noticeable. */
const SMALLEST_DISTANCE = 20;
/** Between a genre's hues in the two themes, in degrees of CIELAB's circle. */
const LARGEST_TURN = 25;

const tokens = await readFile(new URL('tokens.css', import.meta.url), 'utf8');
const palette = [...tokens.matchAll(/--color-genre-\d+: light-dark\(#(\w{6}), #(\w{6})\)/g)];
const cases = Object.keys(SIGHTS).flatMap((sight) => [1, 2].map((scheme) => ({ sight, scheme })));

it.each(cases)('tells any two genres apart with $sight sight, scheme $scheme', ({ sight, scheme }) => {
  expect(palette).toHaveLength(GENRE_COLOURS);
  const colours = palette.map((match) => labOf(seen(linearOf(match[scheme] as string), SIGHTS[sight] as Matrix)));
  const distances = colours.flatMap((a, index) => colours.slice(index + 1).map((b) => distanceOf(a, b)));
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(SMALLEST_DISTANCE);
});

it('gives a genre one hue in both themes', () => {
  const turns = palette.map(([, light = '', dark = '']) => Math.abs(hueOf(light) - hueOf(dark)));
  expect(Math.max(...turns.map((turn) => Math.min(turn, 360 - turn)))).toBeLessThanOrEqual(LARGEST_TURN);
});

/** Degrees. */
function hueOf(hex: string): number {
  const [, a, b] = labOf(linearOf(hex));
  return (Math.atan2(b, a) * 180) / Math.PI;
}

function linearOf(hex: string): Triple {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

function seen(linear: Triple, sight: Matrix): Triple {
  return times(sight, linear).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;
}

function labOf(linear: Triple): Triple {
  const [x, y, z] = times(XYZ, linear).map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function times(matrix: Matrix, [a, b, c]: Triple): number[] {
  return matrix.map(([x, y, z]) => x * a + y * b + z * c);
}

function distanceOf(a: Triple, b: Triple): number {
  return Math.hypot(...a.map((value, index) => value - (b[index] as number)));
}
