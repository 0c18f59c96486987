import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { loadModel } from '../../pipeline/model/model-folder.ts';
import type { NetworkCard } from '../../pipeline/model/network-card.ts';
import { cardsOf, shippedHeadOf } from '../../pipeline/model/shipped-head.ts';
import type { ModelPlaces } from '../../pipeline/model/write-model-folder.ts';
import { isNameTaken, writeModelFolder } from '../../pipeline/model/write-model-folder.ts';
import type { FoundWeights } from './recognise-weights.ts';
import { recogniseWeights } from './recognise-weights.ts';
import { tryModel } from './try-model.ts';

/** A network of others, made ours. */
export interface ConvertedNetwork {
  /** Of the model, and of its folder. */
  readonly name: string;
  /** The ONNX file. */
  readonly network: Uint8Array;
  readonly card: NetworkCard;
  /** Whether these are the weights that a shipped head was trained for. */
  readonly isOfficial: boolean;
}

/** Weights that others trained. */
export type ForeignWeights = Exclude<FoundWeights, { readonly kind: 'model' }>;

/** Where models lie, and how weights of others become one. */
export interface AddNetworkContext extends ModelPlaces {
  /** @throws AppError network-unsupported, weights-invalid */
  readonly convert: (weights: ForeignWeights) => ConvertedNetwork;
}

/**
 * Makes a file or a folder a model of the user's: weights of a known network, or a model's folder. Nothing that lies in
 * it is run but the network's own graph.
 * @returns the name of the model that it brings: of the ensemble, where a shipped head makes one of the network
 * @throws AppError network-unsupported, weights-invalid, model-exists, and as {@link loadModel} and the file system
 */
export async function addNetwork(path: string, context: AddNetworkContext): Promise<string> {
  const found = await recogniseWeights(path);
  if (found.kind !== 'model') return installNetwork(context.convert(found), context);
  const model = await loadModel(found.folder);
  const { card } = model;
  await requireFreeName(card.name, context);
  await tryModel(model);
  // What was tried, and not what may lie there by now.
  await writeModelFolder(join(context.models, card.name), model);
  return card.name;
}

async function installNetwork(converted: ConvertedNetwork, places: ModelPlaces): Promise<string> {
  const { name, network, card } = converted;
  const head = converted.isOfficial ? await shippedHeadOf(name, places.modelRoots) : null;
  await requireFreeName(name, places);
  const folder = join(places.models, name);
  if (!head) {
    await writeModelFolder(folder, { card, network, head: null });
    return name;
  }
  const { model, ensemble } = cardsOf(card, head);
  await requireFreeName(ensemble.name, places);
  await writeModelFolder(folder, { card: model, network, head: head.network });
  try {
    await writeModelFolder(join(places.models, ensemble.name), { card: ensemble, network: null, head: null });
  } catch (error) {
    // Both or none: the network would be in the way when it is added again.
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return ensemble.name;
}

/** @throws AppError model-exists */
export async function requireFreeName(name: string, places: ModelPlaces): Promise<void> {
  if (await isNameTaken(name, places)) throw new AppError('model-exists', name);
}
