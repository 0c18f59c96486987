import { describe, expect, it } from 'vitest';
import { barkToHertz, FREQUENCY_SCALES, frequencyAxis, hertzToBark } from './frequency-scale.ts';
import { hertzOfMelRow, melRowAt } from './mel-rows.ts';
import { hertzOfC, nearestNote } from './note-names.ts';
import { barTicks, clock, frequencyTicks, noteTicks, timeTicks } from './ticks.ts';
import { colourTable, COLOUR_MAPS, createColourMap } from './colour-map.ts';

describe('frequency scales', () => {
  it.each(FREQUENCY_SCALES)('%s goes from one end to the other and back', (scale) => {
    const axis = frequencyAxis(scale, { minHertz: 20, maxHertz: 20_000 });
    expect(axis.positionOf(20)).toBeCloseTo(0, 9);
    expect(axis.positionOf(20_000)).toBeCloseTo(1, 9);
    for (const hertz of [50, 440, 1000, 9999]) expect(axis.hertzAt(axis.positionOf(hertz))).toBeCloseTo(hertz, 6);
  });

  it('has Traunmüller’s Bark', () => {
    expect(hertzToBark(1000)).toBeCloseTo(8.527, 3);
    expect(barkToHertz(8.527)).toBeCloseTo(1000, 0);
  });

  it('finds mel rows by their middles', () => {
    const rowAt = melRowAt({ rows: 9, melScale: 'slaney', minHertz: 0, maxHertz: 1000 });
    expect([100, 500, 900].map(rowAt).map((row) => Math.round(row * 1e6) / 1e6)).toEqual([0, 4, 8]);
    const kaldi = { rows: 1, melScale: 'kaldi', minHertz: 0, maxHertz: 15_000 } as const;
    // Half of 1127·ln(1 + 15000/700) mels.
    const middle = 700 * (Math.sqrt(1 + 15_000 / 700) - 1);
    expect(melRowAt(kaldi)(middle)).toBeCloseTo(0, 6);
    expect(hertzOfMelRow(kaldi)(0)).toBeCloseTo(middle, 6);
  });
});

describe('notes', () => {
  it('are the nearest ones, with cents', () => {
    expect(nearestNote(440)).toEqual({ name: 'A4', cents: 0 });
    expect(nearestNote(261.626)).toEqual({ name: 'C4', cents: 0 });
    expect(nearestNote(450)).toEqual({ name: 'A4', cents: 39 });
    expect(nearestNote(0)).toBeNull();
    expect(hertzOfC(4)).toBeCloseTo(261.626, 3);
  });
});

describe('ticks', () => {
  it('are round at every zoom', () => {
    expect(timeTicks({ start: 0, end: 300 }, 1000).map(({ label }) => label)).toEqual([
      '0:00',
      '0:30',
      '1:00',
      '1:30',
      '2:00',
      '2:30',
      '3:00',
      '3:30',
      '4:00',
      '4:30',
      '5:00',
    ]);
    expect(timeTicks({ start: 61.2, end: 61.5 }, 400).map(({ label }) => label)).toEqual([
      '1:01.2',
      '1:01.3',
      '1:01.4',
      '1:01.5',
    ]);
    expect(timeTicks({ start: 0, end: 10_800 }, 300).map(({ label }) => label)).toEqual([
      '0:00',
      '1:00:00',
      '2:00:00',
      '3:00:00',
    ]);
    expect(clock(59.999, 2)).toBe('1:00.00');
  });

  it('leave room for one another', () => {
    for (const scale of FREQUENCY_SCALES) {
      const range = { minHertz: 20, maxHertz: 22_050 };
      const axis = frequencyAxis(scale, range);
      const places = frequencyTicks(scale, range, axis, 200).map(({ value }) => axis.positionOf(value) * 200);
      expect(places.length).toBeGreaterThan(3);
      places.slice(1).forEach((place, index) => expect(place - (places[index] ?? 0)).toBeGreaterThanOrEqual(28));
    }
    expect(
      noteTicks({ minHertz: 100, maxHertz: 2000 }, frequencyAxis('log', { minHertz: 100, maxHertz: 2000 }), 400).map(
        ({ label }) => label,
      ),
    ).toEqual(['C3', 'C4', 'C5', 'C6']);
  });
});

describe('colour maps', () => {
  it.each(COLOUR_MAPS)('%s grows lighter with every step', (name) => {
    const colourOf = createColourMap(name);
    const lightness = Array.from({ length: 33 }, (_, step) => {
      const [red = 0, green = 0, blue = 0] = colourOf(step / 32);
      return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2;
    });
    lightness.slice(1).forEach((value, step) => expect(value).toBeGreaterThan(lightness[step] ?? 0));
    expect(colourTable(name)).toHaveLength(256);
  });
});

it('bars are counted from the start, four beats each, as many as there is room for', () => {
  // At 120 beats a minute a bar lasts two seconds.
  expect(barTicks({ start: 0, end: 8 }, 400, 120)).toEqual(
    [0, 2, 4, 6, 8].map((value, index) => ({ value, label: String(index + 1) })),
  );
  expect(barTicks({ start: 3, end: 60 }, 400, 120).map(({ value, label }) => [value, label])).toEqual([
    [8, '5'],
    [16, '9'],
    [24, '13'],
    [32, '17'],
    [40, '21'],
    [48, '25'],
    [56, '29'],
  ]);
});
