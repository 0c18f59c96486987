import '../../src-main/pipeline/model/disable-telemetry.ts';
import * as onnx from 'onnxruntime-node';
import type { Graph } from '../autodiff/graph.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';

/** Runs a graph once on the CPU. */
export async function runGraph(graph: Graph, feeds: Tensors): Promise<Tensors> {
  const runner = await compileGraph(graph);
  try {
    return await runner.run(feeds);
  } finally {
    await runner.release();
  }
}

/** ONNX Runtime on the CPU with one thread. */
export const compileGraph: CompileGraph = async (graph) => {
  const session = await onnx.InferenceSession.create(encodeModel(graph, 'test'), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const shapes = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
  return {
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, data]) => {
        const shape = shapes.get(name) ?? [data.length];
        const rest = shape.slice(1).reduce((product, size) => product * size, 1);
        return [
          name,
          new onnx.Tensor('float32', data, shape[0] === -1 ? [data.length / rest, ...shape.slice(1)] : shape),
        ] as const;
      });
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]));
    },
    release: () => session.release(),
  };
};
