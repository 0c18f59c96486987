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
import { headFacts, lastLayerCard } from './retrain-card.ts';
import type { RetrainOptions } from './retrain-options.ts';
import type { HeadFile } from './write-model.ts';
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
  const contents = lastLayerCard(options, lastLayer.temperature, evaluation);
  const network = bases.head?.network ?? networkFile(options, lastLayer.head);
  const card = await writeModel(options.out, network, contents, headFile(options, lastLayer.head));
  return { card, lastLayer, evaluation };
}

/** A base's head under the new last layer, as a file; null where the network itself makes genres. */
function headFile({ bases: { head }, genres }: RetrainOptions, lastLayer: Head): HeadFile | null {
  return head && { bytes: headWithLastLayer(head, lastLayer), facts: headFacts(head, genres.length) };
}

/** The bases' networks under the new last layer, as an ONNX file. */
function networkFile({ name, bases: { members, spec } }: RetrainOptions, head: Head): Uint8Array {
  const shape = inputShape(spec);
  const architectures = members.map(({ architecture }) => architecture);
  const network = retrainedNetwork(architectures, head.bias.length);
  return encodeModel(inferenceGraph(network, retrainedState(members, head, shape), shape), name);
}
