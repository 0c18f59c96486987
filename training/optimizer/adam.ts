import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { Optimizer, OptimizerOptions, UpdateOperands } from './optimizer.ts';

type AdamOptions = Exclude<OptimizerOptions, { kind: 'sgd' }>;

/**
 * m' = β₁m + (1−β₁)g;  v' = β₂v + (1−β₂)g²;  w' = w − η·m̂/(√v̂ + ε), with m̂ and v̂ corrected for their start at zero.
 * Adam adds λw to g, AdamW takes ηλw from w.
 */
export function adam(options: AdamOptions): Optimizer {
  const { beta1, beta2 } = options;
  return {
    slots: ['firstMoment', 'secondMoment'],
    update: (graph, operands) => updateAdam(graph, operands, options),
    rates: (learningRate, step) => [learningRate, learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step)],
  };
}

function updateAdam(graph: Graph, operands: UpdateOperands, options: AdamOptions): ReturnType<Optimizer['update']> {
  const {
    parameters,
    slots: [oldFirst, oldSecond],
    decayMask,
    rates,
  } = operands;
  if (!oldFirst || !oldSecond) throw new Error('Adam lacks its moments');
  const rate = (index: number) => graph.emit('Slice', [rates], { axis: 0, start: index, end: index + 1 });
  const decay =
    options.weightDecay === 0
      ? null
      : graph.emit('Mul', [graph.emit('Mul', [parameters, decayMask], {}), graph.scalar(options.weightDecay)], {});
  const gradient =
    options.kind === 'adam' && decay ? graph.emit('Add', [operands.gradient, decay], {}) : operands.gradient;
  const firstMoment = average(graph, oldFirst, gradient, options.beta1);
  const secondMoment = average(graph, oldSecond, graph.emit('Mul', [gradient, gradient], {}), options.beta2);
  const deviation = graph.emit('Sqrt', [graph.emit('Mul', [secondMoment, rate(2)], {})], {});
  const denominator = graph.emit('Add', [deviation, graph.scalar(options.epsilon)], {});
  const step = graph.emit('Mul', [graph.emit('Div', [firstMoment, denominator], {}), rate(1)], {});
  const stepped = graph.emit('Sub', [parameters, step], {});
  const decayed =
    options.kind === 'adamw' && decay
      ? graph.emit('Sub', [stepped, graph.emit('Mul', [decay, rate(0)], {})], {})
      : stepped;
  return { parameters: decayed, slots: [firstMoment, secondMoment] };
}

/** β·old + (1−β)·fresh */
function average(graph: Graph, old: Tensor, fresh: Tensor, beta: number): Tensor {
  const kept = graph.emit('Mul', [old, graph.scalar(beta)], {});
  return graph.emit('Add', [kept, graph.emit('Mul', [fresh, graph.scalar(1 - beta)], {})], {});
}
