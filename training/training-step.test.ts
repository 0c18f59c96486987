import { describe, expect, it } from 'vitest';
import { Graph } from './autodiff/graph.ts';
import { gradientsOf } from './autodiff/pullback.ts';
import type { Tensor } from './autodiff/tensor.ts';
import { elementCount } from './autodiff/tensor.ts';
import { DEFAULT_AUGMENTATION } from './dataset/augment.ts';
import type { Example } from './dataset/example.ts';
import { argMax } from './evaluation/metrics.ts';
import { inferenceGraph, predictLogits } from './evaluation/predict.ts';
import type { Network, NetworkContext } from './network/context.ts';
import { layoutOf } from './network/context.ts';
import { genreCrossEntropy } from './network/genre-loss.ts';
import { melCnn } from './network/mel-cnn.ts';
import { evaluationContext, initialState, unflatten } from './network/parameters.ts';
import { createRandom } from './random.ts';
import { compileGraph, runGraph } from './testing/run-graph.ts';
import { train } from './train.ts';
import type { TrainingOptions } from './train.ts';

const ROWS = 128;
const COLUMNS = 128;
const network = melCnn(3);

/** Two bands of noise each, at a height that tells the class. */
function toyExamples(count: number): Example[] {
  const random = createRandom(3);
  return Array.from({ length: count }, (_, index) => {
    const genre = index % 3;
    const decibels = Float32Array.from({ length: ROWS * 140 }, (_value, cell) => {
      const row = Math.floor(cell / 140);
      return (Math.floor(row / 43) === genre ? -15 : -60) + random.between(-8, 8);
    });
    return { id: `toy ${index}`, artist: '', decibels, columns: 140, allowed: [genre] };
  });
}

const normalisation = { mean: Array.from({ length: ROWS }, () => -45), deviation: Array.from({ length: ROWS }, () => 22) };

function options(epochs: number): TrainingOptions {
  return {
    network,
    batch: { batchSize: 6, columns: COLUMNS, genreCount: 3, normalisation, augmentation: DEFAULT_AUGMENTATION, mixupChance: 0.3, mixupAlpha: 0.3 },
    epochs,
    peakLearningRate: 3e-3,
    warmUpEpochs: 1,
    labelSmoothing: 0.05,
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.01 },
    averagingRate: 0.1,
    seed: 5,
  };
}

async function trainedState(epochs: number) {
  for await (const event of train(toyExamples(12), options(epochs), compileGraph)) if (event.kind === 'done') return event.averaged;
  throw new Error('no result');
}

describe('the whole network', () => {
  it('has gradients that agree with differences along each parameter’s gradient', async () => {
    // A smooth stand-in for dropout's noise and fixed inputs; one direction per parameter tensor.
    const inputShape = [2, ROWS, COLUMNS];
    const layout = layoutOf(network, () => new Graph(), inputShape);
    const random = createRandom(11);
    const state = initialState(layout, random);
    const feeds = {
      parameters: state.parameters,
      patches: Float32Array.from({ length: elementCount(inputShape) }, () => random.normal()),
    };
    const { graph, loss, parameters } = lossGraph(inputShape, layout, state.statistics);
    graph.output('loss', loss);
    gradientsOf(graph, loss, parameters).forEach((gradient, index) => graph.output(`d${index}`, gradient));
    const runner = await compileGraph(graph);
    const base = await runner.run(feeds);
    let offset = 0;
    for (const [index, { name, shape }] of layout.parameters.entries()) {
      const gradient = base[`d${index}`]!;
      const norm = Math.hypot(...gradient);
      const step = 2e-3 * Math.max(0.3, Math.hypot(...state.parameters.subarray(offset, offset + gradient.length)));
      const at = async (factor: number) => {
        const moved = state.parameters.slice();
        gradient.forEach((value, item) => (moved[offset + item] = (moved[offset + item] as number) + (factor * step * value) / norm));
        return (await runner.run({ ...feeds, parameters: moved }))['loss']![0] as number;
      };
      if (norm > 1e-4) {
        const slope = (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * step);
        expect(Math.abs(slope - norm) / norm, name).toBeLessThan(0.05);
      }
      offset += elementCount(shape);
    }
    await runner.release();
  });

  it('learns a toy set completely, and its export agrees with it', async () => {
    const examples = toyExamples(12);
    const state = await trainedState(14);
    const graph = inferenceGraph(network, state, { rows: ROWS, columns: COLUMNS });
    const logits = await predictLogits(examples, graph, { columns: COLUMNS, normalisation, compile: compileGraph });
    expect(logits.map(argMax)).toEqual(examples.map(({ allowed }) => allowed[0]));

    const patches = Float32Array.from({ length: 5 * ROWS * COLUMNS }, ((random) => () => random.normal())(createRandom(1)));
    const together = (await runGraph(graph, { patches }))['logits']!;
    const alone = (await runGraph(graph, { patches: patches.slice(0, ROWS * COLUMNS) }))['logits']!;
    const evaluated = await evaluateInTrainingForm(state, patches);
    alone.forEach((value, index) => expect(Math.abs(value - (together[index] as number))).toBeLessThan(1e-5));
    evaluated.forEach((value, index) => expect(Math.abs(value - (together[index] as number))).toBeLessThan(1e-5));
  });

  it('gives equal weights for equal seeds, and stops when it is told', async () => {
    const [first, second] = [await trainedState(1), await trainedState(1)];
    expect(first.parameters).toEqual(second.parameters);
    const controller = new AbortController();
    controller.abort();
    const events = [];
    for await (const event of train(toyExamples(12), options(5), compileGraph, controller.signal)) events.push(event);
    expect(events).toEqual([{ kind: 'stopped', epoch: 0 }]);
  });
});

function lossGraph(inputShape: readonly number[], layout: ReturnType<typeof layoutOf>, statistics: Float32Array) {
  const graph = new Graph();
  const tensors = unflatten(graph, graph.input('parameters', [layout.parameterCount]), layout.parameters);
  const fixed = unflatten(graph, graph.constant(statistics, [layout.statisticCount]), layout.statistics);
  const context: NetworkContext = {
    ...evaluationContext(graph, new Map([...tensors, ...fixed])),
    training: true,
    noise: (shape) => graph.constant(new Float32Array(elementCount(shape)), shape),
  };
  const patches = graph.input('patches', inputShape);
  const target: Tensor = graph.constant(Float32Array.of(1, 0, 0, 0, 1, 0), [2, 3]);
  const mix = graph.constant(Float32Array.of(1, 1), [2, 1]);
  const loss = genreCrossEntropy(graph, network(context, patches), { allowed: target, otherAllowed: target, mix, labelSmoothing: 0.1 });
  return { graph, loss, parameters: [...tensors.values()] };
}

async function evaluateInTrainingForm(state: { parameters: Float32Array; statistics: Float32Array }, patches: Float32Array): Promise<Float32Array> {
  const inputShape = [5, ROWS, COLUMNS];
  const layout = layoutOf(network satisfies Network, () => new Graph(), inputShape);
  const graph = new Graph();
  const tensors = unflatten(graph, graph.input('parameters', [layout.parameterCount]), layout.parameters);
  const statistics = unflatten(graph, graph.input('statistics', [layout.statisticCount]), layout.statistics);
  graph.output('logits', network(evaluationContext(graph, new Map([...tensors, ...statistics])), graph.input('patches', inputShape)));
  return (await runGraph(graph, { ...state, patches }))['logits']!;
}
