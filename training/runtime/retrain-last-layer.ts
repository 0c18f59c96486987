import { AppError } from '../../src-main/contract/app-error.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { basePredictions } from '../retrain/base-prediction.ts';
import type { CrossValidation } from '../retrain/cross-validate.ts';
import { crossValidate } from '../retrain/cross-validate.ts';
import { originsOf } from '../retrain/genre-origins.ts';
import type { Head } from '../retrain/head.ts';
import type { LastLayer } from '../retrain/last-layer.ts';
import { trainLastLayer } from '../retrain/last-layer.ts';
import { priorHead } from '../retrain/prior-head.ts';
import { retrainedNetwork, retrainedState } from '../retrain/retrained-network.ts';
import { lastLayerCard } from './retrain-card.ts';
import type { RetrainOptions } from './retrain-options.ts';
import { writeModel } from './write-model.ts';

/** What was learned, and how good it is. */
export interface RetrainedLastLayer {
  readonly card: ModelCard;
  readonly lastLayer: LastLayer;
  readonly evaluation: CrossValidation;
}

/**
 * Learns a head on the bases' features, judges it on held-out artists and albums beside the model before, and writes an
 * ordinary model's folder.
 * @throws AppError training-data where no two genres have labels, and what the file system says
 */
export async function retrainLastLayer(options: RetrainOptions): Promise<RetrainedLastLayer> {
  const { bases, genres, tracks, seed, compile } = options;
  if (new Set(tracks.flatMap((track) => track.genres)).size < 2)
    throw new AppError('training-data', 'Label tracks of two genres at least.');
  const origins = originsOf(bases.genres, genres);
  const lastLayer = await trainLastLayer(tracks, priorHead(bases.members, origins), seed, compile);
  const before =
    options.against === bases.name
      ? basePredictions(bases.members, tracks, origins)
      : (lastLayer.heldOutBefore ?? lastLayer.heldOut).map((row) => row ?? []);
  const evaluation = crossValidate(tracks, lastLayer, before, genres.length);
  const network = networkFile(options, lastLayer.head);
  const card = await writeModel(options.out, network, lastLayerCard(options, lastLayer.temperature, evaluation));
  return { card, lastLayer, evaluation };
}

/** The bases under the new head, as an ONNX file. */
function networkFile({ name, bases: { members, spec } }: RetrainOptions, head: Head): Uint8Array {
  const shape = inputShape(spec);
  const architectures = members.map(({ architecture }) => architecture);
  const network = retrainedNetwork(architectures, head.bias.length);
  return encodeModel(inferenceGraph(network, retrainedState(members, head, shape), shape), name);
}
