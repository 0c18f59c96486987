import { musicnnSmall } from '../architectures/musicnn.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { MUSICNN_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import type { StyleInfo } from '../../src-main/contract/styles.ts';
import { add, matMul, relu } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import { layoutOf } from '../network/context.ts';
import { initialState } from '../network/parameters.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { createRandom } from '../random/random.ts';
import type { CardContents } from '../runtime/write-model.ts';
import { writeModel } from '../runtime/write-model.ts';

/** Features that the network gives, and what its own last layer would answer. */
export const HEAD_FEATURES = 200;
const OWN_ANSWERS = 7;
const HIDDEN = 8;
/** What the head tells apart. */
export const HEAD_GENRES = ['electronic', 'jazz', 'rock'];
/** What it scores beside them. */
export const HEAD_STYLES: readonly StyleInfo[] = (['house', 'punk', 'calm'] as const).map((name, index) => ({
  name,
  kind: name === 'calm' ? 'descriptor' : 'style',
  family: ['electronic', 'rock', null][index] ?? null,
  threshold: 0.5,
  isCalibrated: true,
  averagePrecision: null,
  positives: 0,
  tracks: 0,
}));

/** Writes a model whose genres and styles a head makes of a network's features; all weights are chance. */
export function writeModelWithHead(folder: string, name: string): Promise<ModelCard> {
  const shape = inputShape(MUSICNN_SPEC);
  const random = createRandom(2);
  const network = musicnnSmall.network(OWN_ANSWERS);
  const state = initialState(
    layoutOf(network, () => new Graph(), [1, ...shape]),
    random,
  );
  const contents: CardContents = {
    name,
    title: name,
    description: '',
    genres: [...HEAD_GENRES],
    styles: [...HEAD_STYLES],
    featureSpec: MUSICNN_SPEC,
    temperature: 1.5,
    network: { architecture: `${musicnnSmall.name}: small`, parameters: 1, input: '', output: '' },
    training: { seed: 0, date: '', epochs: 0, command: '', selection: '', data: [] },
    evaluation: [],
    licence: '',
  };
  const head = encodeModel(
    headGraph(() => random.normal()),
    'head',
  );
  return writeModel(folder, encodeModel(inferenceGraph(network, state, shape), name), contents, {
    bytes: head,
    facts: { features: HEAD_FEATURES, parameters: 1, input: '', output: '' },
  });
}

/** Genres by a hidden layer, styles by one dense layer. */
function headGraph(next: () => number): Graph {
  const graph = new Graph();
  const features = graph.input('features', [-1, HEAD_FEATURES]);
  const dense = (input: Tensor, inputs: number, units: number) => {
    const values = (count: number) => Float32Array.from({ length: count }, () => next() / Math.sqrt(inputs));
    const product = matMul(input, graph.constant(values(inputs * units), [inputs, units]));
    return add(product, graph.constant(values(units), [units]));
  };
  graph.output('logits', dense(relu(dense(features, HEAD_FEATURES, HIDDEN)), HIDDEN, HEAD_GENRES.length));
  graph.output('styles', dense(features, HEAD_FEATURES, HEAD_STYLES.length));
  return graph;
}
