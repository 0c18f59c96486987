import { createHash } from 'node:crypto';
import { efficientat } from '../../../training/architectures/efficientat.ts';
import { musicnnSmall } from '../../../training/architectures/musicnn.ts';
import { inferenceGraph } from '../../../training/evaluation/predict.ts';
import { importEfficientat, isEfficientatWeight } from '../../../training/imported/efficientat-weights.ts';
import type { ImportedNetwork } from '../../../training/imported/imported-network.ts';
import { importMusicnn, isMusicnnWeight } from '../../../training/imported/musicnn-weights.ts';
import { withoutSilentFilters } from '../../../training/imported/without-silent-filters.ts';
import { encodeModel } from '../../../training/onnx/encode-model.ts';
import { readPytorchState } from '../../../training/weights/pytorch-state.ts';
import { readTensorflowCheckpoint } from '../../../training/weights/tensorflow-checkpoint.ts';
import { OFFERED_NETWORKS } from '../../contract/networks.ts';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from '../../pipeline/features/known-specs.ts';
import type { ConvertedNetwork, ForeignWeights } from './add-network.ts';
import type { NetworkFacts } from './network-card.ts';
import { networkCard } from './network-card.ts';

const { title, authors, licence, sha256 } = OFFERED_NETWORKS['efficientat-mn04'];

/** What is known of EfficientAT's network. */
const EFFICIENTAT: NetworkFacts = {
  name: 'efficientat-mn04',
  title,
  description: efficientat.description,
  architecture: 'efficientat',
  featureSpec: EFFICIENTAT_SPEC,
  origin: `${authors}, trained on AudioSet`,
  licence,
};

/** What is known of musicnn. */
const MUSICNN: NetworkFacts = {
  name: 'musicnn',
  title: musicnnSmall.title,
  description: musicnnSmall.description,
  architecture: 'musicnn',
  featureSpec: MUSICNN_SPEC,
  origin: 'Pons & Serra 2019',
  licence: 'ISC',
};

/**
 * Makes weights of a known network a model of ours: EfficientAT's mn04 from PyTorch, musicnn from TensorFlow.
 * @throws AppError weights-invalid where they are damaged, or of another network
 */
export function convertNetwork(weights: ForeignWeights): ConvertedNetwork {
  if (weights.kind === 'tensorflow') {
    const imported = importMusicnn(readTensorflowCheckpoint(weights, isMusicnnWeight));
    return converted(withoutSilentFilters(imported), MUSICNN, false);
  }
  const imported = importEfficientat(readPytorchState(weights.file, isEfficientatWeight));
  const isOfficial = createHash('sha256').update(weights.file).digest('hex') === sha256;
  // Other weights of the same network may have been trained on anything.
  const facts = isOfficial ? EFFICIENTAT : { ...EFFICIENTAT, origin: 'a file of the user', licence: '' };
  return converted(imported, facts, isOfficial);
}

function converted(
  { network, layout, state, inputShape }: ImportedNetwork,
  facts: NetworkFacts,
  isOfficial: boolean,
): ConvertedNetwork {
  const file = encodeModel(inferenceGraph(network, state, inputShape), facts.name);
  const parameters = layout.parameterCount + layout.statisticCount;
  return { name: facts.name, network: file, card: networkCard(facts, file, parameters), isOfficial };
}
