import type { ProviderChoice } from '../../src-main/contract/values.ts';
import { createSession } from '../../src-main/pipeline/model/session.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { CompileGraph, GraphRunner } from '../autodiff/graph-runner.ts';

/** Compiles graphs with ONNX Runtime. On the CPU, equal seeds and thread counts give equal bits. */
export function onnxCompiler(provider: ProviderChoice, threads: number): CompileGraph {
  return async (graph) => {
    const shapes = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, shape]));
    return runnerOf(encodeModel(graph, 'genrescope'), shapes, provider, threads);
  };
}

/** Runs an ONNX file. @param shapes of its inputs */
export async function runnerOf(
  network: Uint8Array,
  shapes: Readonly<Record<string, readonly number[]>>,
  provider: ProviderChoice,
  threads: number,
): Promise<GraphRunner> {
  const session = await createSession(network, { provider, threads });
  return { run: (feeds) => session.run(feeds, shapes), release: () => session.release() };
}
