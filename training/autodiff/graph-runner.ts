import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { Graph } from './graph.ts';

/** A graph that is ready to run. */
export interface GraphRunner {
  run(feeds: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}

/** Compiles graphs: ONNX Runtime in the app and in tests, handed in so that this folder needs no runtime. */
export type CompileGraph = (graph: Graph) => Promise<GraphRunner>;
