import { expect, it } from 'vitest';
import { drawFigure, MODEL_INPUT_LEVELS } from '../../../src-main/rendering/figure.ts';
import { frequencyAxis } from '../../../src-main/rendering/frequency-scale.ts';
import { levelTable, pictureTitle } from './export.ts';

it('writes the levels that are on screen, the finest ones', () => {
  const tile = (framesPerColumn: number, firstColumn: number, levels: number[]) => ({
    framesPerColumn,
    hopLength: 100,
    firstColumn,
    columns: levels.length / 3,
    bins: 3,
    levels: Int16Array.from(levels),
  });
  const tiles = [
    tile(8, 0, [1, 2, 3]),
    tile(1, 0, [-1000, -2050, -3000, -1100, -2100, -3100]),
    tile(1, 2, [-1200, -2200, -3200, -1, -2, -3]),
  ];
  expect(levelTable({ tiles, sampleRate: 1000, start: 0.05, end: 0.25 })).toBe(
    'seconds,0.00,250.00,500.00\n0.100000,-11.00,-21.00,-31.00\n0.200000,-12.00,-22.00,-32.00\n',
  );
});

/** The texts of a picture with a title. */
function textsOfPicture(title: string): readonly string[] {
  const written: string[] = [];
  const range = { minHertz: 0, maxHertz: 8000 };
  drawFigure(
    {
      fillStyle: '',
      font: '',
      textAlign: '',
      textBaseline: '',
      fillRect: () => undefined,
      scale: () => undefined,
      fillText: (text) => written.push(text),
    },
    {
      ...MODEL_INPUT_LEVELS,
      title,
      width: 800,
      height: 400,
      scale: 1,
      start: 0,
      end: 10,
      frequencyScale: 'mel',
      range,
      axis: frequencyAxis('mel', range),
      showsNotes: false,
      colourMap: 'magma',
    },
    () => undefined,
  );
  return written;
}

it('names the genre in a picture of a saliency, as people write it', () => {
  expect(textsOfPicture(pictureTitle('A song', 'hiphop'))).toContain('Saliency of Hip-Hop in A song');
  expect(textsOfPicture(pictureTitle('A song', null))).toContain('A song');
});
