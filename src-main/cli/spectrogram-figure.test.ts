import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plotBox } from '../rendering/figure.ts';
import { frequencyAxis } from '../rendering/frequency-scale.ts';
import { writeSpectrogram } from './spectrogram-figure.ts';

const RATE = 1000;
const HOP = 100;
const BINS = 9;
const RANGE = { minHertz: 0, maxHertz: RATE / 2 };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-figure-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A figure of the first second, in which one frame is loud. */
function figureOf(loudColumn: number) {
  const levels = new Int16Array(11 * BINS).fill(-30_000);
  levels.fill(0, loudColumn * BINS, (loudColumn + 1) * BINS);
  return {
    title: 'A click',
    width: 548,
    height: 200,
    scale: 1,
    start: 0,
    end: 1,
    frequencyScale: 'linear',
    range: RANGE,
    axis: frequencyAxis('linear', RANGE),
    showsNotes: false,
    colourMap: 'grey',
    floor: -100,
    ceiling: 0,
    unit: 'dBFS',
    tile: { framesPerColumn: 1, hopLength: HOP, firstColumn: 0, columns: 11, bins: BINS, levels },
    sampleRate: RATE,
    binAt: (hertz: number) => (hertz * 2 * (BINS - 1)) / RATE,
  } as const;
}

/** First and last bright pixel in the middle of the plot, in seconds. */
async function brightSpan(path: string, size: { readonly width: number; readonly height: number }) {
  const box = plotBox(size);
  const context = createCanvas(size.width, size.height).getContext('2d');
  context.drawImage(await loadImage(path), 0, 0);
  const { data } = context.getImageData(box.x, box.y + Math.floor(box.height / 2), box.width, 1);
  const bright = Array.from({ length: box.width }, (_, x) => x).filter((x) => (data[4 * x] ?? 0) > 128);
  return [bright[0]! / box.width, (bright.at(-1)! + 1) / box.width];
}

it.each([
  [3, 0.25, 0.35],
  // Half of the first and of the last frame lies outside.
  [0, 0, 0.05],
  [10, 0.95, 1],
])('draws frame %i around its time', async (column, start, end) => {
  const figure = figureOf(column);
  const path = join(folder, 'click.png');
  await writeSpectrogram(path, figure);
  const [first, last] = await brightSpan(path, figure);
  expect(first).toBeCloseTo(start, 2);
  expect(last).toBeCloseTo(end, 2);
});
