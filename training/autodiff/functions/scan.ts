import type { ScanStep, ScanStepResult } from '../attributes.ts';
import { innermostGraph } from './operands.ts';
import type { Graph } from '../graph.ts';
import type { Tensor } from '../tensor.ts';

/** What a loop works on. */
export interface ScanOperands {
  readonly carries: readonly Tensor[];
  /** Walked along their first axis, all of one length. */
  readonly sequences: readonly Tensor[];
  /** Values from outside that every step uses; a step may use no others. */
  readonly captures: readonly Tensor[];
  readonly reverse?: boolean;
}

/**
 * Runs `step` along the sequences, carrying values from each step to the next. The step is a graph of its own; the loop
 * is one operation of the graph that its operands belong to.
 * @returns the last carried values, and every output stacked along a new first axis
 * @throws if the step uses a value from outside that is not among the captures
 */
export function scan({ carries, sequences, captures, reverse = false }: ScanOperands, step: ScanStep): ScanStepResult {
  const inputs = [...carries, ...sequences, ...captures];
  const graph = innermostGraph(inputs);
  const body = graph.child();
  const carried = carries.map(({ shape }) => body.input(body.freshName('carry'), shape));
  const items = sequences.map(({ shape }) => body.input(body.freshName('item'), shape.slice(1)));
  // A captured value keeps its name, but counts as the step's own: what is made of it alone belongs into the step.
  const captured = captures.map((tensor) => ({ ...tensor, graph: body }));
  const result = step(carried, items, captured, body);
  // Outputs are told apart by their place: one that a node makes keeps its name, and needs no copy.
  const made = new Set(body.nodes.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  // The backward pass computes every step again, from what came into it.
  for (const tensor of [...result.carries, ...result.outputs, ...carried])
    body.output(made.delete(tensor.name) ? tensor.name : body.freshName('result'), tensor);
  refuseStrangers(body, captures);
  const attributes = { carryCount: carries.length, sequenceCount: sequences.length, reverse, body, step };
  const all = graph.emitAll('Scan', inputs, attributes);
  return {
    carries: all.slice(0, carries.length),
    outputs: all.slice(carries.length, carries.length + result.outputs.length),
  };
}

function refuseStrangers(body: Graph, captures: readonly Tensor[]): void {
  const known = new Set([...body.inputs, ...captures].map(({ name }) => name));
  for (const name of body.constants.keys()) known.add(name);
  for (const node of body.nodes) {
    const stranger = node.inputs.find(({ name }) => !known.has(name));
    if (stranger) throw new Error(`a step uses ${stranger.name}, which is not among its captures`);
    for (const output of node.outputs) known.add(output.name);
  }
}
