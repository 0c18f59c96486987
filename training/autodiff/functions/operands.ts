import type { OperationAttributes, OperationName } from '../attributes.ts';
import type { Graph } from '../graph.ts';
import type { Tensor } from '../tensor.ts';

/** What a function works on: a number stands for a scalar constant of the graph that the operation goes into. */
export type Operand = Tensor | number;

/** Adds an operation to the innermost graph of its operands. @returns its first output */
export function apply<Name extends OperationName>(
  operation: Name,
  operands: readonly Operand[],
  attributes: OperationAttributes[Name],
): Tensor {
  const graph = innermostGraph(operands.filter((operand) => typeof operand !== 'number'));
  const inputs = operands.map((operand) => (typeof operand === 'number' ? graph.scalar(operand) : operand));
  return graph.emit(operation, inputs, attributes);
}

/**
 * The graph that sees all the tensors: the body of a loop sees its own and those of the graphs around it.
 * @throws if there is no tensor, or if no graph sees all of them
 */
export function innermostGraph(tensors: readonly Tensor[]): Graph {
  const [first, ...others] = tensors;
  if (!first) throw new Error('an operation on numbers alone belongs to no graph');
  return others.reduce((innermost, { name, graph }) => {
    if (graph.isWithin(innermost)) return graph;
    if (innermost.isWithin(graph)) return innermost;
    throw new Error(`${name} and ${first.name} belong to different graphs`);
  }, first.graph);
}
