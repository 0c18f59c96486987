import type { Graph } from '../graph.ts';
import { scan } from '../scan.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { sizeAt } from '../tensor.ts';
import type { DifferentiationContext, OperationRule } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

/**
 * A loop. Its gradient is a loop backwards whose step is derived from the forward one: compute it again from what
 * came in, pull the cotangents back through it, carry on those of the carried and captured values.
 */
export const scanLoop: OperationRule<'Scan'> = {
  infer: (inputs, { body, carryCount }) => {
    const length = sizeAt(inputAt(inputs, carryCount).shape, 0);
    return body.outputs.map(({ tensor: { dataType, shape } }, index) => ({
      dataType,
      shape: index < carryCount ? shape : [length, ...shape],
    }));
  },
  vjp: (context) => {
    // All gradients come from one loop, built when the first of them is asked for.
    let gradients: readonly Tensor[] | undefined;
    return context.inputs.map((_, index) => () => inputAt((gradients ??= backwardLoop(context)), index));
  },
};

/** @returns gradients of carries, sequences and captures, in this order */
function backwardLoop({
  graph,
  inputs,
  outputs,
  attributes,
  cotangents,
  pullback,
}: DifferentiationContext<'Scan'>): readonly Tensor[] {
  const { carryCount, sequenceCount, step, reverse } = attributes;
  const sequences = inputs.slice(carryCount, carryCount + sequenceCount);
  const captures = inputs.slice(carryCount + sequenceCount);
  const incoming = outputs.slice(outputs.length - carryCount);
  const outputCount = outputs.length - 2 * carryCount;
  const filled = outputs
    .slice(0, carryCount + outputCount)
    .map(({ shape }, index) => cotangents[index] ?? zeros(graph, shape));
  const { carries, outputs: itemGradients } = scan(
    graph,
    {
      carries: [...filled.slice(0, carryCount), ...captures.map(({ shape }) => zeros(graph, shape))],
      sequences: [...incoming, ...sequences, ...filled.slice(carryCount)],
      captures,
      reverse: !reverse,
    },
    (body, carried, items, captured) => {
      const came = items.slice(0, carryCount);
      const taken = items.slice(carryCount, carryCount + sequenceCount);
      const result = step(body, came, taken, captured);
      const seeds = [...carried.slice(0, carryCount), ...items.slice(carryCount + sequenceCount)];
      const wanted = [...came, ...taken, ...captured];
      const pulled = pullback(body, [...result.carries, ...result.outputs], seeds, wanted).map(
        (gradient, index) => gradient ?? zeros(body, inputAt(wanted, index).shape),
      );
      const totals = captured.map((_, index) =>
        body.emit(
          'Add',
          [inputAt(carried, carryCount + index), inputAt(pulled, carryCount + sequenceCount + index)],
          {},
        ),
      );
      return {
        carries: [...pulled.slice(0, carryCount), ...totals],
        outputs: pulled.slice(carryCount, carryCount + sequenceCount),
      };
    },
  );
  return [...carries.slice(0, carryCount), ...itemGradients, ...carries.slice(carryCount)];
}

function zeros(graph: Graph, shape: Shape): Tensor {
  return graph.emit('Expand', [graph.scalar(0)], { target: shape });
}

/** X [steps, batch, features] → Y [steps, 1, batch, units] and the last state [1, batch, units]. */
function recurrentTypes(stateCount: number): OperationRule<'GRU' | 'LSTM'>['infer'] {
  return (inputs, { units }) => {
    const [steps = 0, batch = 0] = inputAt(inputs, 0).shape;
    const state = { dataType: 'float32', shape: [1, batch, units] } as const;
    return [
      { dataType: 'float32', shape: [steps, 1, batch, units] },
      ...Array.from({ length: stateCount }, () => state),
    ];
  };
}

/** Finished networks only; training goes through `scan`. */
export const gruCell: OperationRule<'GRU'> = { infer: recurrentTypes(1), vjp: notDifferentiable };
/** See {@link gruCell}. */
export const lstmCell: OperationRule<'LSTM'> = { infer: recurrentTypes(2), vjp: notDifferentiable };
