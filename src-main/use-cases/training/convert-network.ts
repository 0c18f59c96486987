import { AppError } from '../../contract/app-error.ts';
import type { ConvertedNetwork, ForeignWeights } from './add-network.ts';

/** Makes weights of a known network a model of ours. @throws AppError network-unsupported */
export function convertNetwork(weights: ForeignWeights): ConvertedNetwork {
  throw new AppError('network-unsupported', `Weights of this kind (${weights.kind}) are not known.`);
}
