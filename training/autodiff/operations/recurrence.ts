import type { ScanAttributes, ScanStep } from '../attributes.ts';
import { add, zeros } from '../functions/index.ts';
import { scan } from '../functions/scan.ts';
import type { Tensor } from '../tensor.ts';
import { sizeAt } from '../tensor.ts';
import type { OnnxEncoding } from './onnx-encoding.ts';
import type { DifferentiationContext, OperationRule, OperationRules } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

/** Loops, and ONNX Runtime's fused cells for finished networks: inputs and outputs as ONNX has them. */
export interface RecurrenceAttributes {
  Scan: ScanAttributes;
  GRU: { readonly units: number };
  LSTM: { readonly units: number };
}

/** @returns gradients of carries, sequences and captures, in this order */
function backwardLoop(context: DifferentiationContext<'Scan'>): readonly Tensor[] {
  const { graph, inputs, outputs, attributes, cotangents } = context;
  const { carryCount, sequenceCount, reverse } = attributes;
  const sequences = inputs.slice(carryCount, carryCount + sequenceCount);
  const captures = inputs.slice(carryCount + sequenceCount);
  const incoming = outputs.slice(outputs.length - carryCount);
  const filled = outputs
    .slice(0, outputs.length - carryCount)
    .map(({ shape }, index) => cotangents[index] ?? zeros(graph, shape));
  const { carries, outputs: itemGradients } = scan(
    {
      carries: [...filled.slice(0, carryCount), ...captures.map(({ shape }) => zeros(graph, shape))],
      sequences: [...incoming, ...sequences, ...filled.slice(carryCount)],
      captures,
      reverse: !reverse,
    },
    backwardStep(context),
  );
  return [...carries.slice(0, carryCount), ...itemGradients, ...carries.slice(carryCount)];
}

/**
 * Carries the cotangents of the carried values and the captures' gradients so far; takes what came into the forward
 * step and the cotangents of its outputs; gives the gradients of its items.
 */
function backwardStep({
  attributes: { carryCount, sequenceCount, step },
  pullback,
}: DifferentiationContext<'Scan'>): ScanStep {
  return (carried, items, captured, body) => {
    const came = items.slice(0, carryCount);
    const taken = items.slice(carryCount, carryCount + sequenceCount);
    const result = step(came, taken, captured, body);
    const seeds = [...carried.slice(0, carryCount), ...items.slice(carryCount + sequenceCount)];
    const wanted = [...came, ...taken, ...captured];
    const pulled = pullback(body, [...result.carries, ...result.outputs], seeds, wanted).map(
      (gradient, index) => gradient ?? zeros(body, inputAt(wanted, index).shape),
    );
    const totals = captured.map((_, index) =>
      add(inputAt(carried, carryCount + index), inputAt(pulled, carryCount + sequenceCount + index)),
    );
    return {
      carries: [...pulled.slice(0, carryCount), ...totals],
      outputs: pulled.slice(carryCount, carryCount + sequenceCount),
    };
  };
}

function encodeScan(
  { body, carryCount, sequenceCount, reverse }: ScanAttributes,
  isRead: (output: number) => boolean,
): OnnxEncoding {
  const directions = (count: number) => Array.from<number>({ length: count }).fill(Number(reverse));
  // What came into every step is stacked up only where a backward pass reads it.
  const outputs = [...body.outputs.keys()].filter((place) => place < carryCount || isRead(place));
  return {
    attributes: {
      body: body.withOutputs(outputs),
      num_scan_inputs: sequenceCount,
      scan_input_directions: directions(sequenceCount),
      scan_output_directions: directions(outputs.length - carryCount),
    },
    inputCount: carryCount + sequenceCount,
    outputs,
  };
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

/** See {@link RecurrenceAttributes}. */
export const RECURRENCE: OperationRules<keyof RecurrenceAttributes> = {
  /**
   * A loop. Its gradient is a loop backwards whose step is derived from the forward one: compute it again from what
   * came in, pull the cotangents back through it, carry on those of the carried and captured values.
   */
  Scan: {
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
    encode: encodeScan,
  },
  /** Finished networks only; training goes through `scan`. */
  GRU: {
    infer: recurrentTypes(1),
    vjp: notDifferentiable,
    encode: ({ units }) => ({ attributes: { hidden_size: units, linear_before_reset: 1 } }),
  },
  LSTM: {
    infer: recurrentTypes(2),
    vjp: notDifferentiable,
    encode: ({ units }) => ({ attributes: { hidden_size: units } }),
  },
};
