import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from './context.ts';

/**
 * Gated recurrent unit (Cho et al. 2014, the variant that resets after the recurrent product), unrolled:
 * [N, steps, features] → the state after every step, each [N, units]. For sequences of a few dozen steps.
 */
export function gatedRecurrentUnit(context: NetworkContext, name: string, input: Tensor, units: number): Tensor[] {
  const { graph } = context;
  const features = sizeAt(input.shape, 2);
  const weights = recurrentParameter(context, `${name}.weights`, features, units);
  const recurrent = recurrentParameter(context, `${name}.recurrent`, units, units);
  const zero = { kind: 'constant', value: 0 } as const;
  const inputBias = context.parameter({ name: `${name}.bias`, shape: [3 * units], initializer: zero, decays: false });
  const stateBias = context.parameter({ name: `${name}.stateBias`, shape: [3 * units], initializer: zero, decays: false });
  const projected = graph.emit('Add', [graph.emit('MatMul', [input, weights], {}), inputBias], {});
  const states: Tensor[] = [];
  for (let step = 0; step < sizeAt(input.shape, 1); step++) {
    const slice = graph.emit('Slice', [projected], { axis: 1, start: step, end: step + 1 });
    const current = graph.emit('Reshape', [slice], { target: [sizeAt(input.shape, 0), 3 * units] });
    const state = states.at(-1) ?? graph.emit('Mul', [gate(context, current, 0, units), graph.scalar(0)], {});
    const hidden = graph.emit('Add', [graph.emit('MatMul', [state, recurrent], {}), stateBias], {});
    states.push(nextState(context, current, hidden, state));
  }
  return states;
}

/** h' = z·h + (1−z)·tanh(x_h + r·u_h), with z and r sigmoids of the sums of their parts. */
function nextState(context: NetworkContext, current: Tensor, hidden: Tensor, state: Tensor): Tensor {
  const { graph } = context;
  const units = sizeAt(state.shape, 1);
  const sigmoidOfSum = (index: number) =>
    graph.emit('Sigmoid', [graph.emit('Add', [gate(context, current, index, units), gate(context, hidden, index, units)], {})], {});
  const update = sigmoidOfSum(0);
  const reset = sigmoidOfSum(1);
  const recalled = graph.emit('Mul', [reset, gate(context, hidden, 2, units)], {});
  const candidate = graph.emit('Tanh', [graph.emit('Add', [gate(context, current, 2, units), recalled], {})], {});
  const difference = graph.emit('Sub', [state, candidate], {});
  return graph.emit('Add', [candidate, graph.emit('Mul', [update, difference], {})], {});
}

function gate(context: NetworkContext, gates: Tensor, index: number, units: number): Tensor {
  return context.graph.emit('Slice', [gates], { axis: 1, start: index * units, end: (index + 1) * units });
}

function recurrentParameter(context: NetworkContext, name: string, rows: number, units: number): Tensor {
  return context.parameter({
    name,
    shape: [rows, 3 * units],
    initializer: { kind: 'glorotUniform', fanIn: rows, fanOut: units },
    decays: true,
  });
}
