import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import { MUSICNN_SPEC } from '../../../src-main/pipeline/features/known-specs.ts';
import { sigmoid } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { POOLED_LAYER } from '../../../training/architectures/musicnn.ts';
import type { GraphRunner } from '../../../training/autodiff/graph-runner.ts';
import { Graph } from '../../../training/autodiff/graph.ts';
import { inferenceGraph } from '../../../training/evaluation/predict.ts';
import type { ImportedNetwork } from '../../../training/imported/imported-network.ts';
import { withoutSilentFilters } from '../../../training/imported/without-silent-filters.ts';
import { frozenContext } from '../../../training/network/parameters.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import { openMusicnn, openTeacher } from '../../../training/shipped/musicnn/networks.ts';
import type { FirstPatches } from './front-ends.ts';
import type { Comparison, Golden } from './golden.ts';
import { largestDifference } from './golden.ts';

const TOLERANCE = 1e-3;

/** Networks of others as they leave our graph builder, ready to run. */
export interface Networks {
  readonly musicnn: GraphRunner;
  /** Without the filters that have no weights. */
  readonly musicnnSmall: GraphRunner;
  /** What musicnn knows when it forgets time: `pooled`. */
  readonly musicnnPooled: GraphRunner;
  readonly mn04: GraphRunner;
}

/**
 * Builds the networks with their authors' weights.
 * @param musicnnFolder with a checkpoint of TensorFlow @param mn04File a state of PyTorch
 * @throws AppError weights-invalid
 */
export async function openNetworks(musicnnFolder: string, mn04File: string): Promise<Networks> {
  const compile = onnxCompiler('cpu', 1);
  const musicnn = await openMusicnn(musicnnFolder);
  const mn04 = await openTeacher(mn04File);
  const exported = ({ network, state, inputShape: shape }: ImportedNetwork) =>
    compile(inferenceGraph(network, state, shape));
  return {
    musicnn: await exported(musicnn),
    musicnnSmall: await exported(withoutSilentFilters(musicnn)),
    musicnnPooled: await compile(pooledGraph(musicnn)),
    mn04: await exported(mn04),
  };
}

function pooledGraph({ network, layout, state }: ImportedNetwork): Graph {
  const graph = new Graph();
  const patches = graph.input('patches', [-1, ...inputShape(MUSICNN_SPEC)]);
  const context = frozenContext(graph, layout, state);
  network({ ...context, layer: (kind, output) => kind === POOLED_LAYER && graph.output('pooled', output) }, patches);
  return graph;
}

/** Compares what the networks make of a file's first patches. */
export async function compareAnswers(
  name: string,
  patches: FirstPatches,
  networks: Networks,
  golden: Golden,
): Promise<Comparison[]> {
  const { musicnn, mn04 } = { musicnn: golden.musicnn[name], mn04: golden.mn04[name] };
  const heard = { patches: patches.musicnn.values };
  const { pooled = [] } = await networks.musicnnPooled.run(heard);
  const full = await networks.musicnn.run(heard);
  const few = await networks.musicnnSmall.run(heard);
  const tagger = await networks.mn04.run({ patches: patches.mn04.values });
  // A maximum is followed by its channel's mean.
  const maxima = Array.from({ length: 20 }, (_, channel) => pooled[2 * channel] ?? NaN);
  const probabilities = Array.from(full['logits'] ?? [], sigmoid);
  const rows = [
    ['first maxima of musicnn', maxima, musicnn?.maxPoolFirst20],
    ['penultimate layer of musicnn', full['embedding'], musicnn?.penultimate],
    ['tags of musicnn', probabilities, musicnn?.tags],
    ['penultimate layer of musicnn-small', few['embedding'], musicnn?.penultimate],
    ['logits of musicnn-small, beside those of musicnn', few['logits'], [...(full['logits'] ?? [])]],
    ['features of mn04', tagger['embedding'], mn04?.embedding],
    ['logits of mn04', tagger['logits'], mn04?.logits],
  ] as const;
  return rows.map(([what, ours, theirs]) => ({
    what: `${name}: ${what}`,
    difference: largestDifference(ours ?? [], theirs ?? [NaN]),
    tolerance: TOLERANCE,
  }));
}
