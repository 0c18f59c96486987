import { expect, it } from 'vitest';
import { mul, sum } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import { scan } from '../autodiff/functions/scan.ts';
import { runGraph } from '../testing/run-graph.ts';
import { encodeModel } from './encode-model.ts';

/** Σ of a product along three steps, with or without its gradient. */
function productGraph(hasGradient: boolean): { graph: Graph; cameIn: string } {
  const graph = new Graph();
  const start = graph.input('start', [2]);
  const { carries } = scan(
    { carries: [start], sequences: [graph.input('items', [3, 2])], captures: [] },
    ([carry], [item]) => ({ carries: [mul(carry!, item!)], outputs: [] }),
  );
  const [loop] = graph.nodes;
  const total = sum(carries[0]!);
  graph.output('sum', total);
  if (hasGradient) graph.output('gradient', gradientsOf(total, [start])[0]!);
  return { graph, cameIn: loop!.outputs.at(-1)!.name };
}

it('has a loop keep what came into its steps only where a backward pass reads it', async () => {
  const feeds = { start: Float32Array.of(1, 2), items: Float32Array.of(3, 4, 5, 6, 7, 8) };
  for (const hasGradient of [false, true]) {
    const { graph, cameIn } = productGraph(hasGradient);
    expect(new TextDecoder('latin1').decode(encodeModel(graph, 'product')).includes(cameIn)).toBe(hasGradient);
    const { sum, gradient } = await runGraph(graph, feeds);
    expect(sum![0]).toBe(3 * 5 * 7 + 2 * 4 * 6 * 8);
    if (hasGradient) expect([...gradient!]).toEqual([3 * 5 * 7, 4 * 6 * 8]);
  }
});
