import { describe, expect, it } from 'vitest';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { Graph } from '../autodiff/graph.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import { elementCount } from '../autodiff/tensor.ts';
import { localBatches } from '../dataset/batch-source.ts';
import type { Dataset } from '../dataset/example.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import { evaluateExperiment, planExperiment, runExperiment } from '../experiment/experiment.ts';
import type { NetworkContext } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import { genreCrossEntropy } from '../network/genre-loss.ts';
import type { NetworkState } from '../network/parameters.ts';
import { evaluationContext, initialState, unflatten } from '../network/parameters.ts';
import { createRandom } from '../random/random.ts';
import { compileGraph, runGraph } from '../testing/run-graph.ts';
import { toyDataset } from '../testing/toy-data.ts';
import type { Architecture } from './architecture.ts';
import { frontEndFor, specOf } from './architecture.ts';
import { ARCHITECTURES, architectureOf } from './index.ts';
import { musicnnNetwork } from './musicnn.ts';

/** Frames of a patch that networks with a front end of others get in place of seconds. */
const SHORT_FRAMES = 8;

/** Of the loss along a step of a gradient. */
const STEEPEST_CHANGE = 0.005;
/** Of a loss in float32. */
const LOSS_ROUNDING = 5e-7;
const FEW_FILTERS = { filters: [3, 3, 2, 2, 2], isQuick: false };

/** What the field publishes of its networks; [all, not trained]. */
const PUBLISHED: Readonly<Record<string, readonly [number, number]>> = {
  'mfcc-ann': [1_014_218, 0],
  'mfcc-cnn': [45_514, 192],
  'mfcc-lstm': [57_802, 0],
  'mfcc-gru': [44_938, 0],
};

/** Images of a ninth of the size, and short patches: the same layers, in seconds. */
function small(architecture: Architecture): Architecture {
  const { input } = architecture;
  switch (input.kind) {
    case 'mel-picture':
      return { ...architecture, input: { ...input, height: 240, width: 240, patchSeconds: 10 } };
    case 'spectrogram':
      return {
        ...architecture,
        input: { ...input, spec: { ...input.spec, patchFrames: SHORT_FRAMES } },
        ...(architecture.name === 'musicnn' && { network: (genreCount) => musicnnNetwork(genreCount, FEW_FILTERS) }),
      };
    default:
      return architecture;
  }
}

/** Clips that the architecture hears. */
function toysFor(architecture: Architecture): Dataset {
  const frontEnd = frontEndFor(architecture);
  return frontEnd.kind === 'spectrogram'
    ? toyDataset(12, 2 * SHORT_FRAMES, frontEnd.melBands, frontEnd)
    : toyDataset(12);
}

function layoutFor(architecture: Architecture, genres: number, batch = 1) {
  const spec = specOf(architecture.input, { hopLength: architecture.hopLength, melBands: 128, rangeDecibels: 80 });
  const shape = inputShape(spec);
  return { shape, layout: layoutOf(architecture.network(genres), () => new Graph(), [batch, ...shape]) };
}

describe('the table of architectures', () => {
  it.each(Object.entries(PUBLISHED))('%s has the field’s numbers of parameters', (name, [all, notTrained]) => {
    const { shape, layout } = layoutFor(architectureOf(name), 10);
    expect(shape).toEqual([130, 13]);
    expect([layout.parameterCount + layout.statisticCount, layout.statisticCount]).toEqual([all, notTrained]);
  });

  it('goes through the field’s shapes', () => {
    const shapes = (name: string, kind: string) =>
      layoutFor(architectureOf(name), 10)
        .layout.layers.filter((layer) => layer.kind.startsWith(kind))
        .map(({ outputShape }) => outputShape);
    expect(shapes('mfcc-cnn', 'convolution')).toEqual([
      [32, 128, 11],
      [32, 62, 4],
      [32, 30, 1],
    ]);
    expect(shapes('mfcc-cnn', 'max pooling')).toEqual([
      [32, 64, 6],
      [32, 31, 2],
      [32, 15, 1],
    ]);
    expect(shapes('mfcc-cnn', 'flatten')).toEqual([[480]]);
    expect(shapes('mfcc-lstm', 'LSTM')).toEqual([
      [130, 64],
      [130, 64],
    ]);
    expect(layoutFor(architectureOf('spectrogram-cnn'), 10).shape).toEqual([720, 720, 4]);
    expect(layoutFor(architectureOf('mel-cnn-3s'), 10).layout.layers).toHaveLength(14);
  });

  it('keeps the shipped networks small', () => {
    for (const name of ['mel-cnn', 'mel-gru', 'mel-statistics'])
      expect(layoutFor(architectureOf(name), 11).layout.parameterCount * 4).toBeLessThan(5e6);
  });

  it('names what it does not know', () => {
    expect(() => architectureOf('mfcc-rnn')).toThrow('mfcc-lstm');
  });
});

describe.each(ARCHITECTURES.map((architecture) => [architecture.name, small(architecture)] as const))(
  '%s',
  (_name, architecture) => {
    const toy = toysFor(architecture);

    it('has gradients that agree with differences along each parameter’s gradient', async () => {
      // A batch norm over single numbers, of which a batch of two has two, is a step.
      const batch = architecture.input.kind === 'spectrogram' ? 6 : 2;
      const { shape, layout } = layoutFor(architecture, 3, batch);
      const random = createRandom(11);
      const state = initialState(layout, random);
      const graph = lossGraph(architecture, [batch, ...shape], state.statistics);
      const patches = Float32Array.from({ length: batch * elementCount(shape) }, () => random.normal());
      const base = await runGraph(graph, { parameters: state.parameters, patches });
      const lossAlone = await compileGraph(graph.withOutputs([0]));
      let offset = 0;
      for (const [index, { name, shape: own }] of layout.parameters.entries()) {
        const gradient = base[`d${index}`]!;
        const norm = Math.hypot(...sample(gradient));
        const size = Math.hypot(...sample(state.parameters.subarray(offset, offset + gradient.length)));
        // Where the loss is steep, it bends as well.
        const step = Math.min(7e-4 * Math.max(0.3, size), STEEPEST_CHANGE / norm);
        const at = async (factor: number) => {
          const moved = state.parameters.slice();
          sampled(
            gradient,
            (value, item) => (moved[offset + item] = (moved[offset + item] as number) + (factor * step * value) / norm),
          );
          return (await lossAlone.run({ parameters: moved, patches }))['loss']![0] as number;
        };
        if (norm > 1e-3) {
          const slope = (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * step);
          expect(Math.abs(slope - norm), name).toBeLessThan(0.06 * norm + LOSS_ROUNDING / step);
        }
        offset += elementCount(own);
      }
      await lossAlone.release();
    });

    it('learns a toy set completely, and its export agrees with it at any batch size', async () => {
      const quick: Architecture = {
        ...architecture,
        recipe: {
          ...architecture.recipe,
          batchSize: 6,
          augmentation: null,
          mixupChance: 0,
          labelSmoothing: 0,
          // At this rate mel-cnn wanders: for some orders of summation it takes 30 epochs, for some 60.
          epochs: 100,
          patience: null,
          averagingRate: 0.2,
          schedule: { kind: 'constant', peak: 2e-3, final: 0, warmUpEpochs: 1 },
        },
      };
      const split = { train: toy.examples, valid: toy.examples, test: [] };
      const experiment = planExperiment(quick, toy, split, { seed: 5, epochs: null, balanced: false, stepsPerRun: 1 });
      let best: NetworkState | null = null;
      let learned = false;
      for await (const event of runExperiment(experiment, {
        compile: compileGraph,
        openBatches: localBatches,
        now: () => 0,
      })) {
        if (event.kind === 'epoch') learned = event.validation?.accuracy === 1 && event.validation.loss < 0.4;
        if (event.kind !== 'checkpoint') continue;
        best = {
          parameters: event.snapshot.arrays['averagedParameters']!,
          statistics: event.snapshot.arrays['averagedStatistics']!,
        };
        if (learned) break;
      }
      const { valid } = await evaluateExperiment(experiment, best!, compileGraph, ['valid']);
      expect(valid?.accuracy).toBe(1);

      const shape = inputShape(experiment.spec);
      const exported = inferenceGraph(experiment.network, best!, shape);
      const random = createRandom(1);
      for (const batch of [1, 3]) {
        const patches = Float32Array.from({ length: batch * elementCount(shape) }, () => random.normal());
        const fused = (await runGraph(exported, { patches }))['logits']!;
        const plain = (await runGraph(plainGraph(architecture, best!, [batch, ...shape]), { ...best!, patches }))[
          'logits'
        ]!;
        fused.forEach((value, index) =>
          expect(Math.abs(value - (plain[index] as number))).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))),
        );
      }
    });
  },
);

/** Every so many numbers: a direction through a million weights is a direction through a thousand of them. */
function sampled(values: Float32Array, visit: (value: number, index: number) => void): void {
  const step = Math.max(1, Math.floor(values.length / 2_000));
  for (let index = 0; index < values.length; index += step) visit(values[index] as number, index);
}

function sample(values: Float32Array): number[] {
  const chosen: number[] = [];
  sampled(values, (value) => chosen.push(value));
  return chosen;
}

/** Loss and gradients with running statistics and dropout's noise held still. */
function lossGraph(architecture: Architecture, inputs: readonly number[], statistics: Float32Array): Graph {
  const [batch = 0] = inputs;
  const { layout } = layoutFor(architecture, 3, batch);
  const graph = new Graph();
  const tensors = unflatten(graph.input('parameters', [layout.parameterCount]), layout.parameters);
  const fixed =
    layout.statisticCount > 0 ? unflatten(graph.constant(statistics, [layout.statisticCount]), layout.statistics) : [];
  const context: NetworkContext = {
    ...evaluationContext(new Map([...tensors, ...fixed])),
    training: true,
    noise: (noise) => graph.constant(new Float32Array(elementCount(noise)), noise),
  };
  const logits = architecture.network(3)(context, graph.input('patches', inputs));
  const oneHot = Float32Array.from({ length: 3 * batch }, (_, cell) => Number(cell % 3 === Math.floor(cell / 3) % 3));
  const target = graph.constant(oneHot, [batch, 3]);
  const ones = graph.constant(new Float32Array(batch).fill(1), [batch, 1]);
  const loss = genreCrossEntropy(logits, {
    allowed: target,
    otherAllowed: target,
    mix: ones,
    weights: ones,
    labelSmoothing: 0.1,
  });
  graph.output('loss', loss);
  gradientsOf(loss, [...tensors.values()]).forEach((gradient, index) => graph.output(`d${index}`, gradient));
  return graph;
}

/** The network as it is evaluated in training: loops in place of fused operations. */
function plainGraph(architecture: Architecture, state: NetworkState, inputs: readonly number[]): Graph {
  const layout = layoutOf(architecture.network(3), () => new Graph(), inputs);
  const graph = new Graph();
  const tensors = unflatten(graph.input('parameters', [state.parameters.length]), layout.parameters);
  const statistics = unflatten(graph.input('statistics', [state.statistics.length]), layout.statistics);
  graph.output(
    'logits',
    architecture.network(3)(evaluationContext(new Map([...tensors, ...statistics])), graph.input('patches', inputs)),
  );
  return graph;
}
