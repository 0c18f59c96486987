import { describe, expect, it } from 'vitest';
import type { Tensors } from '../../src-main/contract/tensors.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Network, ParameterSpec } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import { dense } from '../network/layers.ts';
import { initialState } from '../network/parameters.ts';
import { createRandom } from '../random/random.ts';
import { runGraph } from '../testing/run-graph.ts';
import { piecesOf } from './pieces.ts';
import { buildTrainingStep, stateNames } from './training-step.ts';

const specOf = (name: string, ...shape: readonly number[]): ParameterSpec => ({
  name,
  shape,
  initializer: { kind: 'constant', value: 0 },
  decays: true,
});

describe('piecesOf', () => {
  const parameters = [specOf('a', 3), specOf('b', 2, 2), specOf('c', 512, 512), specOf('d', 1), specOf('e', 2)];

  it('leaves large parameters by themselves where a run takes several steps', () => {
    expect(
      piecesOf({ parameters }, 8).map(({ start, end, parameters: own }) => [start, end, own.map(({ name }) => name)]),
    ).toEqual([
      [0, 7, ['a', 'b']],
      [7, 262_151, ['c']],
      [262_151, 262_154, ['d', 'e']],
    ]);
  });

  it('takes all parameters at once in a single step', () => {
    expect(piecesOf({ parameters }, 1)).toEqual([{ start: 0, end: 262_154, parameters }]);
  });
});

describe('a run of several steps with large parameters', () => {
  const [BATCH, INPUTS, GENRES, STEPS] = [2, 512, 2, 2];
  const network: Network = (context, patches) => dense(context, 'last', dense(context, 'first', patches, 256), GENRES);
  const layout = layoutOf(network, () => new Graph(), [BATCH, INPUTS]);
  const options = {
    network,
    layout,
    inputShape: [BATCH, INPUTS],
    genreCount: GENRES,
    labelSmoothing: 0,
    optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.1 },
    clipNorm: 0.1,
    averagingRate: 0.1,
    earlyRate: 0.5,
  } as const;
  const random = createRandom(3);
  const repeated = (numbers: readonly number[], steps: number) =>
    Float32Array.from(Array.from({ length: steps }, () => numbers).flat());
  const patches = Array.from({ length: BATCH * INPUTS }, () => random.normal());
  const feedsOf = (steps: number): Tensors => ({
    patches: repeated(patches, steps),
    allowed: repeated([1, 0, 0, 1], steps),
    otherAllowed: repeated([1, 0, 0, 1], steps),
    mix: repeated([1, 1], steps),
    weights: repeated([1, 1], steps),
    rates: repeated([1e-2, 1e-2, 1e-7, 0.1], steps),
  });

  it('ends where as many single steps end', async () => {
    expect(piecesOf(layout, STEPS)).toHaveLength(2);
    const names = stateNames(options.optimizer);
    const fresh = initialState(layout, createRandom(1));
    const start: Tensors = {
      ...fresh,
      averagedParameters: fresh.parameters,
      averagedStatistics: fresh.statistics,
      firstMoment: new Float32Array(layout.parameterCount),
      secondMoment: new Float32Array(layout.parameterCount),
    };
    const together = await runGraph(buildTrainingStep(options, STEPS), { ...start, ...feedsOf(STEPS) });
    let state = start;
    for (let step = 0; step < STEPS; step++) {
      const results = await runGraph(buildTrainingStep(options), { ...state, ...feedsOf(1) });
      state = Object.fromEntries(names.map((name) => [name, results[`${name}_next`]!]));
    }
    for (const name of names) {
      const other = together[`${name}_next`]!;
      expect(other).toHaveLength(state[name]!.length);
      const distance = state[name]!.reduce((most, value, place) => Math.max(most, Math.abs(value - other[place]!)), 0);
      expect(distance).toBeLessThan(1e-6);
    }
    expect(together['parameters_next']).not.toEqual(start['parameters']);
  });
});
