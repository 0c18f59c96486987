import { AppError } from '../../src-main/contract/app-error.ts';
import type { StyleInfo } from '../../src-main/contract/styles.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { Graph } from '../autodiff/graph.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { outputNames, spliceModels } from '../onnx/splice-models.ts';
import type { HeadSizes } from '../retrain/base-answers.ts';
import { HEAD_VALUES, inputCount, inputsGraph, lastLayerGraph } from '../retrain/base-answers.ts';
import type { Head } from '../retrain/head.ts';
import { runnerOf } from './onnx-runner.ts';
import { headFileOf, rowOf, rowsJoined } from './run-head.ts';

/** A model's head on its network's features, to be built upon. */
export interface BaseHead {
  readonly sizes: HeadSizes;
  readonly temperature: number;
  /** What it scores beside genres. */
  readonly styles: readonly StyleInfo[];
  /** Its ONNX file. */
  readonly file: Uint8Array;
  /** Numbers in it. */
  readonly parameters: number;
  /** The network's own file, which stays as it is, and what the card says of it. */
  readonly network: Uint8Array;
  readonly networkFacts: LoadedModel['card']['network'];
}

/** The head of a model; null where its network makes genres itself. */
export function baseHeadOf(model: LoadedModel): BaseHead | null {
  const found = headFileOf(model);
  const { styles = [], temperature, head, network: networkFacts } = model.card;
  if (!found || !head) return null;
  const { sizes, file } = found;
  return { sizes, temperature, styles, file, parameters: head.parameters, network: model.network, networkFacts };
}

/**
 * What a last layer upon a head is given of every track, see inputsGraph.
 * @throws AppError base-unsuitable where the file is none that can be built upon
 */
export async function inputsOf(head: BaseHead, features: readonly Float32Array[]): Promise<Float32Array[]> {
  if (features.length === 0) return [];
  const rows = rowsJoined(features, head.sizes.features);
  const model = upon(head, inputsGraph(head.sizes, head.temperature), []);
  const runner = await runnerOf(model, { features: [-1, head.sizes.features] }, 'cpu', 1);
  try {
    const { inputs = new Float32Array(0) } = await runner.run({ features: rows });
    return features.map((_, track) => rowOf(inputs, track, inputCount(head.sizes)));
  } finally {
    await runner.release();
  }
}

/** The ONNX file of a head with another last layer; styles stay as they were. @throws AppError as {@link inputsOf} */
export function headWithLastLayer(head: BaseHead, lastLayer: Head): Uint8Array {
  const kept = head.sizes.styles > 0 ? [HEAD_VALUES.styles] : [];
  return upon(head, lastLayerGraph(head.sizes, head.temperature, lastLayer), kept);
}

function upon({ file, sizes }: BaseHead, graph: Graph, keptOutputs: readonly string[]): Uint8Array {
  // A head of styles alone in the card, or of none there, is another file's.
  if (outputNames(file).includes(HEAD_VALUES.styles) !== sizes.styles > 0)
    throw new AppError('base-unsuitable', 'The head scores other styles than its card says.');
  const unchanged: readonly string[] = [HEAD_VALUES.features, HEAD_VALUES.styles];
  const rename = (name: string) => (unchanged.includes(name) ? name : `base.${name}`);
  try {
    return spliceModels(file, encodeModel(graph, 'retrained'), { rename, keptOutputs });
  } catch (cause) {
    if (cause instanceof RangeError) throw new AppError('base-unsuitable', cause.message, { cause });
    throw cause;
  }
}
