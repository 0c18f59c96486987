import { expect, it } from 'vitest';
import { Graph } from '../autodiff/graph.ts';
import { evaluationContext } from '../network/parameters.ts';
import { createRandom } from '../random.ts';
import { runGraph } from '../testing/run-graph.ts';
import { patchStatistics } from './mel-statistics.ts';

const [BANDS, FRAMES, COEFFICIENTS] = [48, 30, 20];

function moments(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

it('describes a patch by the means and deviations that their definitions give', async () => {
  const random = createRandom(3);
  const patches = Float32Array.from({ length: 2 * BANDS * FRAMES }, () => random.normal());
  const graph = new Graph();
  graph.output('statistics', patchStatistics(evaluationContext(graph, new Map()), graph.input('patches', [2, BANDS, FRAMES])));
  const { statistics } = await runGraph(graph, { patches });

  for (const patch of [0, 1]) {
    const level = (band: number, frame: number) => patches[(patch * BANDS + band) * FRAMES + frame]!;
    const alongTime = (valueAt: (frame: number) => number) => Array.from({ length: FRAMES }, (_, frame) => valueAt(frame));
    const pairs = Array.from({ length: BANDS / 2 }, (_, pair) => alongTime((frame) => (level(2 * pair, frame) + level(2 * pair + 1, frame)) / 2));
    const cepstrum = Array.from({ length: COEFFICIENTS }, (_, k) =>
      alongTime((frame) => pairs.reduce((sum, values, band) => sum + values[frame]! * Math.cos((Math.PI * k * (2 * band + 1)) / BANDS), 0)));
    const changes = cepstrum.map((values) => values.slice(1).map((value, frame) => value - values[frame]!));
    const expected = [
      ...pairs.map((values) => moments(values)[0]), ...pairs.map((values) => moments(values)[1]),
      ...cepstrum.map((values) => moments(values)[0]), ...cepstrum.map((values) => moments(values)[1]), ...changes.map((values) => moments(values)[1]),
    ];
    const own = statistics!.subarray(patch * expected.length, (patch + 1) * expected.length);
    expect(own).toHaveLength(BANDS + 3 * COEFFICIENTS);
    expected.forEach((value, index) => expect(own[index], `${index}`).toBeCloseTo(value, 3));
  }
});
