import { createHash } from 'node:crypto';
import { efficientat } from '../../../training/architectures/efficientat.ts';
import { musicnnSmall } from '../../../training/architectures/musicnn.ts';
import { readEfficientat } from '../../../training/imported/efficientat-weights.ts';
import type { ImportedNetwork } from '../../../training/imported/imported-network.ts';
import { networkFile } from '../../../training/imported/imported-network.ts';
import { readMusicnn } from '../../../training/imported/musicnn-weights.ts';
import { withoutSilentFilters } from '../../../training/imported/without-silent-filters.ts';
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
  architecture: 'musicnn-small',
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
    return converted(withoutSilentFilters(readMusicnn(weights)), MUSICNN, false);
  }
  const imported = readEfficientat(weights.file);
  const isOfficial = createHash('sha256').update(weights.file).digest('hex') === sha256;
  // Other weights of the same network may have been trained on anything.
  const facts = isOfficial ? EFFICIENTAT : { ...EFFICIENTAT, origin: 'a file of the user', licence: '' };
  return converted(imported, facts, isOfficial);
}

function converted(imported: ImportedNetwork, facts: NetworkFacts, isOfficial: boolean): ConvertedNetwork {
  const file = networkFile(imported, facts.name);
  const parameters = imported.layout.parameterCount + imported.layout.statisticCount;
  return { name: facts.name, network: file, card: networkCard(facts, file, parameters), isOfficial };
}
