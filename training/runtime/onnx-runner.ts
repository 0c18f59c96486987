import type { ProviderChoice } from '../../src-main/contract/values.ts';
import type { Session } from '../../src-main/pipeline/model/session.ts';
import { createSession } from '../../src-main/pipeline/model/session.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { CompileGraph, GraphRunner } from '../autodiff/graph-runner.ts';

/** Compiles graphs with ONNX Runtime. On the CPU, equal seeds and thread counts give equal bits. */
export function onnxCompiler(provider: ProviderChoice, threads: number): CompileGraph {
  return async (graph) => {
    const shapes = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, shape]));
    const session = await createSession(encodeModel(graph, 'genrescope'), { provider, threads, limits: null });
    return runnerFor(session, shapes);
  };
}

/** Runs an ONNX file, whoever wrote it. @param shapes of its inputs @throws AppError as {@link createSession} */
export async function runnerOf(
  network: Uint8Array,
  shapes: Readonly<Record<string, readonly number[]>>,
  provider: ProviderChoice,
  threads: number,
): Promise<GraphRunner> {
  return runnerFor(await createSession(network, { provider, threads }), shapes);
}

function runnerFor(session: Session, shapes: Readonly<Record<string, readonly number[]>>): GraphRunner {
  return { run: (feeds) => session.run(feeds, shapes), release: () => session.release() };
}
