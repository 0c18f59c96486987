import type { ProviderChoice } from '../../src-main/contract/values.ts';
import type { SessionOptions } from '../../src-main/pipeline/model/session.ts';
import { createSession } from '../../src-main/pipeline/model/session.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { CompileGraph, GraphRunner } from '../autodiff/graph-runner.ts';

/** Compiles graphs with ONNX Runtime. On the CPU, equal seeds and thread counts give equal bits. */
export function onnxCompiler(provider: ProviderChoice, threads: number): CompileGraph {
  return compilerWith({ provider, threads });
}

/** Compiles graphs for sessions of these options. */
export function compilerWith(options: SessionOptions): CompileGraph {
  return (graph) => {
    const shapes = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, shape]));
    return openRunner(encodeModel(graph, 'genrescope'), shapes, { ...options, limits: null });
  };
}

/** Runs an ONNX file, whoever wrote it. @param shapes of its inputs @throws AppError as {@link createSession} */
export function runnerOf(
  network: Uint8Array,
  shapes: Readonly<Record<string, readonly number[]>>,
  provider: ProviderChoice,
  threads: number,
): Promise<GraphRunner> {
  return openRunner(network, shapes, { provider, threads });
}

async function openRunner(
  network: Uint8Array,
  shapes: Readonly<Record<string, readonly number[]>>,
  options: SessionOptions,
): Promise<GraphRunner> {
  const session = await createSession(network, options);
  return { run: (feeds) => session.run(feeds, shapes), release: () => session.release() };
}
