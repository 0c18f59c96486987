import { Graph } from '../autodiff/graph.ts';
import type { Normalisation } from '../dataset/augment.ts';
import { plainCrop } from '../dataset/augment.ts';
import type { Example } from '../dataset/example.ts';
import type { Network } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { frozenContext } from '../network/parameters.ts';
import type { CompileGraph } from '../train.ts';

/** The shape of a network's input. */
export interface PatchShape {
  readonly rows: number;
  readonly columns: number;
}

/** The finished network as a graph: `patches` [batch, rows, columns] → `logits` [batch, genres]. */
export function inferenceGraph(network: Network, state: NetworkState, { rows, columns }: PatchShape): Graph {
  const layout = layoutOf(network, () => new Graph(), [1, rows, columns]);
  const graph = new Graph();
  const logits = network(frozenContext(graph, layout, state), graph.input('patches', [-1, rows, columns]));
  graph.output('logits', logits);
  return graph;
}

/** Mean logits of every example over patches that overlap by half: one row of [genres] each. */
export async function predictLogits(
  examples: readonly Example[],
  graph: Graph,
  options: { readonly columns: number; readonly normalisation: Normalisation; readonly compile: CompileGraph },
): Promise<Float64Array[]> {
  const runner = await options.compile(graph);
  try {
    const rows: Float64Array[] = [];
    for (const example of examples) rows.push(await meanLogits(example, runner, options));
    return rows;
  } finally {
    await runner.release();
  }
}

async function meanLogits(
  example: Example,
  runner: Awaited<ReturnType<CompileGraph>>,
  { columns, normalisation }: { readonly columns: number; readonly normalisation: Normalisation },
): Promise<Float64Array> {
  const starts: number[] = [];
  for (let start = 0; start === 0 || start + columns <= example.columns; start += columns / 2) starts.push(start);
  const size = normalisation.mean.length * columns;
  const patches = new Float32Array(starts.length * size);
  starts.forEach((start, index) => patches.set(plainCrop(example, start, columns, normalisation), index * size));
  const { logits } = await runner.run({ patches });
  if (!logits) throw new Error('the network has no output "logits"');
  const genres = logits.length / starts.length;
  return Float64Array.from({ length: genres }, (_, genre) =>
    starts.reduce((sum, _start, index) => sum + (logits[index * genres + genre] as number), 0) / starts.length,
  );
}
