import { describe, expect, it } from 'vitest';
import { Graph } from '../autodiff/graph.ts';
import { createRandom } from '../random/random.ts';
import { runGraph } from '../testing/run-graph.ts';
import { BAND_GROUPS, COEFFICIENTS, MODULATION_EDGES, patchStatistics } from './patch-statistics.ts';

const [BANDS, FRAMES] = [48, 128];

type Rows = readonly (readonly number[])[];

/** The statistics of one patch, given as [band][frame]. */
async function statisticsOf(patch: Rows): Promise<Float32Array> {
  const graph = new Graph();
  graph.output('statistics', patchStatistics(graph.input('patches', [1, BANDS, FRAMES])));
  const { statistics } = await runGraph(graph, { patches: Float32Array.from(patch.flat()) });
  return statistics!;
}

const rowsOf = (count: number, valueAt: (row: number, frame: number) => number): Rows =>
  Array.from({ length: count }, (_, row) => Array.from({ length: FRAMES }, (_frame, frame) => valueAt(row, frame)));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** Means of neighbouring rows. */
function grouped(rows: Rows, groups: number): Rows {
  const ofGroup = (group: number) => rows.filter((_, row) => Math.floor((row * groups) / rows.length) === group);
  return Array.from({ length: groups }, (_, group) =>
    (rows[0] ?? []).map((_value, frame) => mean(ofGroup(group).map((row) => row[frame]!))),
  );
}

/** Mean power of a row in a band of its spectrum, by the definition of the Fourier transform. */
function modulation(row: readonly number[], first: number, end: number): number {
  const powers = Array.from({ length: end - first }, (_, index) => {
    const turns = row.map((value, frame) => ({
      value: (value - mean(row)) * Math.sin((Math.PI * frame) / FRAMES) ** 2,
      angle: (2 * Math.PI * (first + index) * frame) / FRAMES,
    }));
    const along = (wave: (angle: number) => number) =>
      turns.reduce((sum, { value, angle }) => sum + value * wave(angle), 0);
    return along(Math.cos) ** 2 + along(Math.sin) ** 2;
  });
  return Math.log(mean(powers) + 0.01);
}

describe('patchStatistics', () => {
  it('gives what the definitions of its figures give', async () => {
    const random = createRandom(3);
    const levels = rowsOf(BANDS, () => random.normal());
    const pairs = grouped(levels, BANDS / 2);
    const cepstrum = rowsOf(COEFFICIENTS, (k, frame) =>
      pairs.reduce((sum, row, band) => sum + row[frame]! * Math.cos((Math.PI * k * (2 * band + 1)) / BANDS), 0),
    );
    const changes = cepstrum.map((row) => row.slice(1).map((value, frame) => value - row[frame]!));
    const bands = MODULATION_EDGES.slice(1).map((end, index) => ({ first: MODULATION_EDGES[index]!, end }));
    const prominence = (rows: Rows) =>
      grouped(
        rows
          .slice(2)
          .map((row, band) =>
            row.map((value, frame) => Math.abs(value - 2 * rows[band + 1]![frame]! + rows[band]![frame]!)),
          ),
        BAND_GROUPS,
      );
    const lines = prominence(levels);
    const expected = [
      ...pairs.map(mean),
      ...pairs.map(deviation),
      ...cepstrum.map(mean),
      ...cepstrum.map(deviation),
      ...changes.map(deviation),
      ...grouped(levels, BAND_GROUPS).flatMap((row) => bands.map(({ first, end }) => modulation(row, first, end))),
      ...lines.map(mean),
      ...lines.map(deviation),
      ...prominence(levels.map((row) => [mean(row)])).flat(),
    ];
    const statistics = await statisticsOf(levels);
    expect(statistics).toHaveLength(expected.length);
    expected.forEach((value, index) => expect(statistics[index], `${index}`).toBeCloseTo(value, 2));
  });

  it('finds a steady beat in the modulation band of its tempo, in the bands that beat', async () => {
    // Twenty times in a patch: 2 Hz, a beat of 120 a minute.
    const beating = await statisticsOf(
      rowsOf(BANDS, (band, frame) => (band < BANDS / 2 ? Math.cos((2 * Math.PI * 20 * frame) / FRAMES) : 0)),
    );
    const first = BANDS + 3 * COEFFICIENTS;
    const spectrum = Array.from(beating.subarray(first, first + BAND_GROUPS * (MODULATION_EDGES.length - 1)));
    const strongest = (group: number) => spectrum.slice(group * 8, group * 8 + 8);
    const band = MODULATION_EDGES.findIndex((edge) => edge > 20) - 1;
    expect(strongest(0).indexOf(Math.max(...strongest(0)))).toBe(band);
    expect(Math.max(...strongest(BAND_GROUPS - 1))).toBeLessThan(-4);
  });
});
