import { describe, expect, it } from 'vitest';
import { mul } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { runGraph } from '../testing/run-graph.ts';
import type { OptimizerOptions } from './optimizer.ts';
import { clippingScale, createOptimizer } from './optimizer.ts';
import { learningRateAt } from './schedule.ts';

const GRADIENTS = [
  [0.5, -1],
  [0.25, 2],
  [-1, 0.125],
] as const;
const START = [1, -2] as const;
const RATE = 0.1;

/** The published recurrences in plain numbers, written apart from the graph's. */
function reference(options: OptimizerOptions): number[] {
  const weights: number[] = [...START];
  const [first, second] = [
    [0, 0],
    [0, 0],
  ];
  GRADIENTS.forEach((gradients, index) => {
    gradients.forEach((raw, item) => {
      const weight = weights[item]!;
      const decays = item === 0 ? options.weightDecay : 0;
      const gradient = options.kind === 'adamw' ? raw : raw + decays * weight;
      if (options.kind === 'sgd') {
        first[item] = options.momentum * first[item]! + gradient;
        weights[item] = weight - RATE * first[item]!;
        return;
      }
      first[item] = options.beta1 * first[item]! + (1 - options.beta1) * gradient;
      second[item] = options.beta2 * second[item]! + (1 - options.beta2) * gradient ** 2;
      const corrected = first[item]! / (1 - options.beta1 ** (index + 1));
      const deviation = Math.sqrt(second[item]! / (1 - options.beta2 ** (index + 1))) + options.epsilon;
      weights[item] = weight - (RATE * corrected) / deviation - (options.kind === 'adamw' ? RATE * decays * weight : 0);
    });
  });
  return weights;
}

async function optimised(options: OptimizerOptions): Promise<number[]> {
  const optimizer = createOptimizer(options);
  let parameters = Float32Array.from(START);
  let slots = optimizer.slots.map(() => new Float32Array(2));
  for (const [index, gradient] of GRADIENTS.entries()) {
    const graph = new Graph();
    const next = optimizer.update({
      parameters: graph.input('parameters', [2]),
      slots: slots.map((_, slot) => graph.input(`slot${slot}`, [2])),
      gradient: graph.input('gradient', [2]),
      gradientScale: graph.scalar(1),
      decayMask: graph.constant(Float32Array.of(1, 0), [2]),
      rates: graph.input('rates', [3]),
    });
    graph.output('next', next.parameters);
    next.slots.forEach((slot, at) => graph.output(`next${at}`, slot));
    const feeds = {
      parameters,
      gradient: Float32Array.from(gradient),
      rates: Float32Array.from(optimizer.rates(RATE, index + 1)),
      ...Object.fromEntries(slots.map((slot, at) => [`slot${at}`, slot])),
    };
    const results = await runGraph(graph, feeds);
    parameters = results['next'] as Float32Array<ArrayBuffer>;
    slots = slots.map((_, at) => results[`next${at}`] as Float32Array<ArrayBuffer>);
  }
  return [...parameters];
}

describe('the optimisers follow their papers', () => {
  it.each<OptimizerOptions>([
    { kind: 'sgd', momentum: 0.9, weightDecay: 0.1 },
    { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-7, weightDecay: 0.1 },
    { kind: 'adamw', beta1: 0.8, beta2: 0.9, epsilon: 1e-7, weightDecay: 0.1 },
  ])('%o', async (options) => {
    const expected = reference(options);
    (await optimised(options)).forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));
  });

  it('clips by the norm of the whole gradient, and only then', async () => {
    const clipped = async (limit: number) => {
      const graph = new Graph();
      const gradient = graph.input('gradient', [2]);
      graph.output('clipped', mul(gradient, clippingScale([gradient], limit)));
      return [...(await runGraph(graph, { gradient: Float32Array.of(3, 4) }))['clipped']!];
    };
    expect(await clipped(10)).toEqual([3, 4]);
    (await clipped(1)).forEach((value, index) => expect(value).toBeCloseTo([0.6, 0.8][index]!, 6));
  });
});

describe('the schedules', () => {
  it('warm up and cool down', () => {
    const cosine = { kind: 'cosine', peak: 1, final: 0, warmUpSteps: 10 } as const;
    expect([0, 9, 60, 110].map((step) => Number(learningRateAt(cosine, step, 110).toFixed(6)))).toEqual([
      0.1, 1, 0.5, 0,
    ]);
    const cycle = { ...cosine, kind: 'one-cycle' } as const;
    expect([0, 5, 10, 60, 110].map((step) => Number(learningRateAt(cycle, step, 110).toFixed(6)))).toEqual([
      0.04, 0.52, 1, 0.5, 0,
    ]);
    const constant = { ...cosine, kind: 'constant' } as const;
    expect([0, 9, 60, 110].map((step) => learningRateAt(constant, step, 110))).toEqual([0.1, 1, 1, 1]);
  });
});
