import type { OperationName } from './attributes.ts';
import type { Graph, GraphNode } from './graph.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Tensor } from './tensor.ts';

/**
 * Reverse-mode differentiation: appends to the graph the gradient of the scalar `loss` with respect
 * to each of `parameters`, by one walk from the last node to the first.
 * @returns one tensor per parameter, of its shape
 * @throws if the loss does not depend on a parameter
 */
export function gradientsOf(graph: Graph, loss: Tensor, parameters: readonly Tensor[]): Tensor[] {
  const relevant = dependentNames(graph, parameters);
  const cotangents = new Map<string, Tensor>([[loss.name, graph.scalar(1)]]);
  for (const node of graph.nodes.slice().reverse()) propagate(graph, node, relevant, cotangents);
  return parameters.map((parameter) => {
    const gradient = cotangents.get(parameter.name);
    if (!gradient) throw new Error(`the loss does not depend on ${parameter.name}`);
    return gradient;
  });
}

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
  cotangents: Map<string, Tensor>,
): void {
  const cotangent = cotangents.get(node.outputs[0]?.name ?? '');
  if (!cotangent || !node.inputs.some((input) => relevant.has(input.name))) return;
  const thunks = OPERATIONS[node.operation].vjp({ ...node, graph, cotangent });
  node.inputs.forEach((input, index) => {
    const thunk = thunks[index];
    if (!thunk || !relevant.has(input.name)) return;
    const gradient = sumToShape(graph, thunk(), input);
    const previous = cotangents.get(input.name);
    cotangents.set(input.name, previous ? graph.emit('Add', [previous, gradient], {}) : gradient);
  });
}

/** Undoes broadcasting: sums over the axes along which `target` was repeated. */
function sumToShape(graph: Graph, gradient: Tensor, target: Tensor): Tensor {
  const lead = gradient.shape.length - target.shape.length;
  const axes = [...gradient.shape.keys()].filter(
    (axis) => axis < lead || (target.shape[axis - lead] === 1 && gradient.shape[axis] !== 1),
  );
  const summed = axes.length > 0 ? graph.emit('ReduceSum', [gradient], { axes, keepdims: true }) : gradient;
  return lead > 0 ? graph.emit('Reshape', [summed], { target: target.shape }) : summed;
}
