import { add, logSoftmax, matMul, mul, reshape, slice, sub, sum } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import { scan } from '../autodiff/functions/scan.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { createOptimizer } from '../optimizer/optimizer.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { Head, Prior } from './head.ts';

/** One head to fit, on one weighting of the same tracks. */
export interface HeadFit {
  /** [tracks] 0 leaves a track out. */
  readonly trackWeights: ArrayLike<number>;
}

/** Tracks, and the head that is believed in before any of them was heard. */
export interface HeadProblem {
  /** [tracks, features], each feature with mean 0 and variance 1. */
  readonly features: Float32Array;
  /** [tracks, genres], rows sum to one. */
  readonly targets: Float32Array;
  readonly genreCount: number;
  readonly prior: Prior;
}

const STEPS = 150;
const STEPS_A_RUN = 25;
const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 } as const;
const SCHEDULE = { kind: 'cosine', peak: 0.05, final: 1e-4, warmUpSteps: 5 } as const;
const STATE = ['parameters', 'firstMoment', 'secondMoment'] as const;

/**
 * The most probable head for every weighting: multinomial logistic regression with a Gaussian prior around the given head,
 * which little data leave where it is and much data override. All of them are fitted at once, by full-batch Adam on the
 * training engine: one matrix product serves them all.
 */
export async function fitHeads(problem: HeadProblem, fits: readonly HeadFit[], compile: CompileGraph): Promise<Head[]> {
  const { prior, genreCount } = problem;
  const featureCount = prior.weights.length / genreCount;
  const columns = fits.length * genreCount;
  const start = new Float32Array((featureCount + 1) * columns);
  for (let row = 0; row < featureCount; row++)
    for (let fit = 0; fit < fits.length; fit++)
      start.set(prior.weights.subarray(row * genreCount, (row + 1) * genreCount), row * columns + fit * genreCount);
  for (let fit = 0; fit < fits.length; fit++) start.set(prior.bias, featureCount * columns + fit * genreCount);
  const runner = await compile(fittingGraph(problem, fits, start));
  try {
    let state: Tensors = {
      parameters: start,
      firstMoment: new Float32Array(start.length),
      secondMoment: new Float32Array(start.length),
    };
    for (let step = 0; step < STEPS; step += STEPS_A_RUN) {
      const results = await runner.run({ ...state, rates: ratesFrom(step) });
      state = Object.fromEntries(STATE.map((name) => [name, results[`${name}_next`] as Float32Array]));
    }
    return fits.map((_, fit) => headAt(state['parameters'] as Float32Array, featureCount, genreCount, columns, fit));
  } finally {
    await runner.release();
  }
}

function ratesFrom(step: number): Float32Array {
  const optimizer = createOptimizer(ADAM);
  return Float32Array.from(
    Array.from({ length: STEPS_A_RUN }, (_, index) =>
      optimizer.rates(learningRateAt(SCHEDULE, step + index, STEPS), step + index + 1),
    ).flat(),
  );
}

/** Inputs: Adam's state and `rates` [steps, 3]; everything else is constant. */
function fittingGraph(
  { features, targets, genreCount, prior }: HeadProblem,
  fits: readonly HeadFit[],
  start: Float32Array,
): Graph {
  const graph = new Graph();
  const featureCount = prior.weights.length / genreCount;
  const tracks = features.length / featureCount;
  const columns = fits.length * genreCount;
  const captures = [
    graph.constant(features, [tracks, featureCount]),
    graph.constant(weightedTargets(targets, genreCount, fits), [tracks * fits.length, genreCount]),
    graph.constant(start, [featureCount + 1, columns]),
    graph.constant(
      Float32Array.from(
        fits.flatMap(({ trackWeights }) => prior.strengths.map((strength) => strength / (2 * total(trackWeights)))),
      ),
      [1, columns],
    ),
    graph.constant(new Float32Array(start.length), [start.length]),
  ];
  const state = STATE.map((name) => graph.input(name, [start.length]));
  const rates = graph.input('rates', [STEPS_A_RUN, 3]);
  const shape = { tracks, featureCount, genreCount, columns, fits: fits.length };
  const { carries } = scan({ carries: state, sequences: [rates], captures }, (carried, [stepRates], captured) => ({
    carries: stepOf(carried, stepRates as Tensor, captured, shape),
    outputs: [],
  }));
  STATE.forEach((name, index) => graph.output(`${name}_next`, carries[index] as Tensor));
  return graph;
}

interface FitShape {
  readonly tracks: number;
  readonly featureCount: number;
  readonly genreCount: number;
  readonly columns: number;
  readonly fits: number;
}

function stepOf(
  state: readonly Tensor[],
  rates: Tensor,
  captured: readonly Tensor[],
  { featureCount, columns, tracks, fits, genreCount }: FitShape,
): Tensor[] {
  const [parameters, ...slots] = state as [Tensor, Tensor, Tensor];
  const [features, targets, prior, strengths, decayMask] = captured as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const head = reshape(parameters, [featureCount + 1, columns]);
  const cut = (start: number, end: number) => slice(head, { axis: 0, start, end });
  const logits = add(matMul(features, cut(0, featureCount)), cut(featureCount, featureCount + 1));
  const logProbabilities = logSoftmax(reshape(logits, [tracks * fits, genreCount]));
  const fit = sum(mul(logProbabilities, targets));
  const distance = sub(head, prior);
  const penalty = sum(mul(mul(distance, distance), strengths));
  const [gradient] = gradientsOf(sub(penalty, fit), [parameters]);
  const updated = createOptimizer(ADAM).update({
    parameters,
    slots,
    gradient: gradient as Tensor,
    gradientScale: parameters.graph.scalar(1),
    decayMask,
    rates,
  });
  return [updated.parameters, ...updated.slots];
}

/** [tracks · fits, genres]: each fit's weights sum to one, so that all of them learn at one pace. */
function weightedTargets(targets: Float32Array, genreCount: number, fits: readonly HeadFit[]): Float32Array {
  const weighted = new Float32Array(targets.length * fits.length);
  const totals = fits.map(({ trackWeights }) => total(trackWeights));
  for (let track = 0; track < targets.length / genreCount; track++) {
    for (const [fit, { trackWeights }] of fits.entries()) {
      const share = (trackWeights[track] as number) / (totals[fit] as number);
      for (let genre = 0; genre < genreCount; genre++)
        weighted[(track * fits.length + fit) * genreCount + genre] =
          share * (targets[track * genreCount + genre] as number);
    }
  }
  return weighted;
}

function total(weights: ArrayLike<number>): number {
  return Math.max(
    1e-9,
    Array.from(weights).reduce((sum, weight) => sum + weight, 0),
  );
}

function headAt(
  parameters: Float32Array,
  featureCount: number,
  genreCount: number,
  columns: number,
  fit: number,
): Head {
  const row = (index: number) =>
    parameters.subarray(index * columns + fit * genreCount, index * columns + (fit + 1) * genreCount);
  const weights = new Float32Array(featureCount * genreCount);
  for (let feature = 0; feature < featureCount; feature++) weights.set(row(feature), feature * genreCount);
  return { weights, bias: row(featureCount).slice() };
}
