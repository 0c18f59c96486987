import { createSession } from '../../src-main/pipeline/model/session.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { CompileGraph } from '../train.ts';

/** Compiles graphs with ONNX Runtime on the CPU: equal seeds and thread counts give equal bits. */
export function onnxCompiler(threads: number): CompileGraph {
  return async (graph) => {
    const session = await createSession(encodeModel(graph, 'genrescope'), { provider: 'cpu', threads });
    const shapes = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, shape]));
    return { run: (feeds) => session.run(feeds, shapes), release: () => session.release() };
  };
}
