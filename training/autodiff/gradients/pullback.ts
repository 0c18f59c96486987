import type { OperationName } from '../attributes.ts';
import { add, reshape, sum } from '../functions/index.ts';
import type { Graph, GraphNode } from '../graph.ts';
import { OPERATIONS } from '../operations/index.ts';
import type { Pullback } from '../operations/rule.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Reverse-mode differentiation: appends to the graph of the scalar `loss` its gradient with respect
 * to each of `parameters`, by one walk from the last node to the first.
 * @returns one tensor per parameter, of its shape
 * @throws if the loss does not depend on a parameter
 */
export function gradientsOf(loss: Tensor, parameters: readonly Tensor[]): Tensor[] {
  const { graph } = loss;
  return pullback(graph, [loss], [graph.scalar(1)], parameters).map((gradient, index) => {
    if (!gradient) throw new Error(`the loss does not depend on ${parameters[index]?.name}`);
    return gradient;
  });
}

/**
 * Pulls cotangents of `outputs` back to `wanted`: the gradient of Σ cotangent·output.
 * @returns one tensor per wanted one, of its shape; undefined where no output depends on it
 */
const pullback: Pullback = (graph, outputs, cotangents, wanted) => {
  const relevant = dependentNames(graph, wanted);
  const found = new Map<string, Tensor>();
  outputs.forEach((output, index) => accumulate(found, output, cotangents[index] as Tensor));
  for (const node of graph.nodes.slice().reverse()) propagate(graph, node, relevant, found);
  return wanted.map(({ name }) => found.get(name));
};

function dependentNames(graph: Graph, parameters: readonly Tensor[]): Set<string> {
  const names = new Set(parameters.map((parameter) => parameter.name));
  for (const node of graph.nodes) {
    if (node.inputs.some((input) => names.has(input.name))) {
      for (const output of node.outputs) names.add(output.name);
    }
  }
  return names;
}

function propagate<Name extends OperationName>(
  graph: Graph,
  node: GraphNode<Name>,
  relevant: ReadonlySet<string>,
  found: Map<string, Tensor>,
): void {
  const cotangents = node.outputs.map(({ name }) => found.get(name));
  const cotangent = cotangents.find((each) => each !== undefined);
  if (!cotangent || !node.inputs.some((input) => relevant.has(input.name))) return;
  const thunks = OPERATIONS[node.operation].vjp({ ...node, graph, cotangent, cotangents, pullback });
  node.inputs.forEach((input, index) => {
    const thunk = thunks[index];
    if (thunk && relevant.has(input.name)) accumulate(found, input, sumToShape(thunk(), input));
  });
}

function accumulate(found: Map<string, Tensor>, tensor: Tensor, gradient: Tensor): void {
  const previous = found.get(tensor.name);
  found.set(tensor.name, previous ? add(previous, gradient) : gradient);
}

/** Undoes broadcasting: sums over the axes along which `target` was repeated. */
function sumToShape(gradient: Tensor, target: Tensor): Tensor {
  const lead = gradient.shape.length - target.shape.length;
  const axes = [...gradient.shape.keys()].filter(
    (axis) => axis < lead || (target.shape[axis - lead] === 1 && gradient.shape[axis] !== 1),
  );
  const summed = axes.length > 0 ? sum(gradient, { axes, keepDims: true }) : gradient;
  return lead > 0 ? reshape(summed, target.shape) : summed;
}
