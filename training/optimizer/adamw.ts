import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { ParameterSpec } from '../network/context.ts';

/** Flat vectors of one length. */
export interface AdamState {
  readonly parameters: Tensor;
  readonly firstMoment: Tensor;
  readonly secondMoment: Tensor;
}

/** Constants of Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019). */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/**
 * One update of all parameters at once.
 * @param rates [learningRate, learningRate/(1−β1ᵗ), 1/(1−β2ᵗ)], fed on every step
 */
export function adamUpdate(
  graph: Graph,
  state: AdamState,
  gradient: Tensor,
  options: AdamOptions & { readonly decayMask: Tensor; readonly rates: Tensor },
): AdamState {
  const rate = (index: number) => graph.emit('Slice', [options.rates], { axis: 0, start: index, end: index + 1 });
  const blend = (old: Tensor, fresh: Tensor, beta: number) => {
    const kept = graph.emit('Mul', [old, graph.scalar(beta)], {});
    return graph.emit('Add', [kept, graph.emit('Mul', [fresh, graph.scalar(1 - beta)], {})], {});
  };
  const firstMoment = blend(state.firstMoment, gradient, options.beta1);
  const secondMoment = blend(state.secondMoment, graph.emit('Mul', [gradient, gradient], {}), options.beta2);
  const deviation = graph.emit('Sqrt', [graph.emit('Mul', [secondMoment, rate(2)], {})], {});
  const denominator = graph.emit('Add', [deviation, graph.scalar(options.epsilon)], {});
  const step = graph.emit('Mul', [graph.emit('Div', [firstMoment, denominator], {}), rate(1)], {});
  const decayRate = graph.emit('Mul', [rate(0), graph.scalar(options.weightDecay)], {});
  const decay = graph.emit('Mul', [graph.emit('Mul', [state.parameters, options.decayMask], {}), decayRate], {});
  const stepped = graph.emit('Sub', [state.parameters, step], {});
  return { parameters: graph.emit('Sub', [stepped, decay], {}), firstMoment, secondMoment };
}

/** The numbers that `adamUpdate` wants as `rates` on step `step` (from 1). */
export function adamRates(options: AdamOptions, learningRate: number, step: number): Float32Array {
  return Float32Array.of(
    learningRate,
    learningRate / (1 - options.beta1 ** step),
    1 / (1 - options.beta2 ** step),
  );
}

/** 1 where weight decay applies, 0 elsewhere; flat, in the parameters' order. */
export function decayMask(graph: Graph, parameters: readonly ParameterSpec[]): Tensor {
  const mask = Float32Array.from(
    parameters.flatMap(({ shape, decays }) => Array.from<number>({ length: elementCount(shape) }).fill(Number(decays))),
  );
  return graph.constant(mask, [mask.length], 'decayMask');
}
