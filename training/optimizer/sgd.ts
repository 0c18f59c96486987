import type { Graph } from '../autodiff/graph.ts';
import type { Optimizer, OptimizerOptions, UpdateOperands } from './optimizer.ts';

/** v' = μ·v + g + λ·w;  w' = w − η·v'  (Polyak 1964). */
export function stochasticGradientDescent({
  momentum,
  weightDecay,
}: Extract<OptimizerOptions, { kind: 'sgd' }>): Optimizer {
  return {
    slots: ['velocity'],
    update(graph: Graph, { parameters, slots, gradient, decayMask, rates }: UpdateOperands) {
      const [velocity] = slots;
      if (!velocity) throw new Error('momentum has no velocity');
      const decay = graph.emit('Mul', [graph.emit('Mul', [parameters, decayMask], {}), graph.scalar(weightDecay)], {});
      const kept = graph.emit('Mul', [velocity, graph.scalar(momentum)], {});
      const next = graph.emit('Add', [kept, graph.emit('Add', [gradient, decay], {})], {});
      const rate = graph.emit('Slice', [rates], { axis: 0, start: 0, end: 1 });
      return { parameters: graph.emit('Sub', [parameters, graph.emit('Mul', [next, rate], {})], {}), slots: [next] };
    },
    rates: (learningRate) => [learningRate, 0, 0],
  };
}
