import { AppError } from '../../src-main/contract/app-error.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { CrossValidation } from '../retrain/cross-validate.ts';
import { crossValidate } from '../retrain/cross-validate.ts';
import type { Head } from '../retrain/head.ts';
import type { LastLayer } from '../retrain/last-layer.ts';
import { trainLastLayer } from '../retrain/last-layer.ts';
import { retrainedNetwork, retrainedState } from '../retrain/retrained-network.ts';
import { headWithLastLayer } from './base-head.ts';
import { predictionsOfBases, priorOf, withInputs } from './last-layer-basis.ts';
import { lastLayerCard } from './retrain-card.ts';
import type { RetrainOptions } from './retrain-options.ts';
import type { ModelFiles } from './write-model.ts';
import { writeModel } from './write-model.ts';

/** What was learned, and how good it is. */
export interface RetrainedLastLayer {
  readonly card: ModelCard;
  readonly lastLayer: LastLayer;
  readonly evaluation: CrossValidation;
}

/**
 * Learns a last layer on the bases' features and on what a head says of them, judges it on held-out artists and albums beside the model before, and writes an
 * ordinary model's folder.
 * @throws AppError training-data where no two genres have labels, base-unsuitable, and what the file system says
 */
export async function retrainLastLayer(options: RetrainOptions): Promise<RetrainedLastLayer> {
  const { bases, genres, seed, compile } = options;
  if (new Set(options.tracks.flatMap((track) => track.genres)).size < 2)
    throw new AppError('training-data', 'Label tracks of two genres at least.');
  const tracks = await withInputs(bases, options.tracks);
  const lastLayer = await trainLastLayer(tracks, priorOf(bases, genres), seed, compile);
  const before =
    options.against === bases.name
      ? predictionsOfBases(bases, tracks, genres)
      : (lastLayer.heldOutBefore ?? lastLayer.heldOut).map((row) => row ?? []);
  const evaluation = crossValidate(tracks, lastLayer, before, genres.length);
  const files = modelFiles(options, lastLayer.head);
  const card = await writeModel(options.out, files, lastLayerCard(options, lastLayer.temperature, evaluation));
  return { card, lastLayer, evaluation };
}

/** The bases under the new last layer, as ONNX files: a base's head goes on in the new one. */
function modelFiles({ name, bases: { members, spec, head: baseHead } }: RetrainOptions, head: Head): ModelFiles {
  if (baseHead) return { network: baseHead.network, head: headWithLastLayer(baseHead, head) };
  const shape = inputShape(spec);
  const architectures = members.map(({ architecture }) => architecture);
  const network = retrainedNetwork(architectures, head.bias.length);
  return { network: encodeModel(inferenceGraph(network, retrainedState(members, head, shape), shape), name) };
}
