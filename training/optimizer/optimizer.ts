import { add, div, relu, sqrt, sub, sumOfSquares } from '../autodiff/functions/index.ts';
import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { ParameterSpec } from '../network/context.ts';
import { adam } from './adam.ts';
import { stochasticGradientDescent } from './sgd.ts';

/** Which optimiser, with its constants. */
export type OptimizerOptions =
  | { readonly kind: 'sgd'; readonly momentum: number; readonly weightDecay: number }
  /** Kingma & Ba 2015; weight decay is part of the gradient. */
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  /** Loshchilov & Hutter 2019; weight decay is apart from the gradient. */
  | {
      readonly kind: 'adamw';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

/** Flat vectors, all of the parameters' length. */
export interface OptimizerTensors {
  readonly parameters: Tensor;
  readonly slots: readonly Tensor[];
}

/** What an update works with. */
export interface UpdateOperands extends OptimizerTensors {
  readonly gradient: Tensor;
  /** A scalar that the gradient is multiplied by, see {@link clippingScale}. */
  readonly gradientScale: Tensor;
  /** 1 where weight decay applies, else 0. */
  readonly decayMask: Tensor;
  /** [3] what `rates` gave for this step. */
  readonly rates: Tensor;
}

/** A rule that turns gradients into steps; its whole memory is in the slots. */
export interface Optimizer {
  /** Names of the vectors it keeps. */
  readonly slots: readonly string[];
  update(operands: UpdateOperands): OptimizerTensors;
  /** Three numbers that change from step to step (from 1), fed to the graph. */
  rates(learningRate: number, step: number): readonly [number, number, number];
}

/** The optimiser that the options name. */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  return options.kind === 'sgd' ? stochasticGradientDescent(options) : adam(options);
}

/** 1 where weight decay applies, 0 elsewhere: flat, in the parameters' order, or one number where that is the same. */
export function decayMask(graph: Graph, parameters: readonly ParameterSpec[]): Tensor {
  const [first] = parameters;
  if (first && parameters.every(({ decays }) => decays === first.decays)) return graph.scalar(Number(first.decays));
  const mask = Float32Array.from(
    parameters.flatMap(({ shape, decays }) => Array.from<number>({ length: elementCount(shape) }).fill(Number(decays))),
  );
  return graph.constant(mask, [mask.length]);
}

/**
 * What scales a gradient down to a norm of at most `limit` (Pascanu et al. 2013): min(1, limit/‖g‖), a scalar.
 * @param gradient in any number of parts
 */
export function clippingScale(gradient: readonly Tensor[], limit: number): Tensor {
  const squares = gradient.map(sumOfSquares).reduce((total, part) => add(total, part));
  const ratio = div(limit, sqrt(add(squares, 1e-20)));
  // min(1, r) = 1 − relu(1 − r)
  return sub(1, relu(sub(1, ratio)));
}
