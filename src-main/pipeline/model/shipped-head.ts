import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { EnsembleCard } from './ensemble-card.ts';
import { ensembleCardSchema } from './ensemble-card.ts';
import type { ModelCard } from './model-card.ts';
import { modelCardSchema } from './model-card.ts';
import { readDescribed, readJson } from './model-folder.ts';
import type { NetworkCard } from './network-card.ts';

/**
 * head.json beside the head.onnx of a network that its user has to add: what the model's card says when the network is
 * there, and the card of the ensemble that it then makes with a shipped model.
 */
const shippedHeadSchema = modelCardSchema
  .omit({ formatVersion: true, name: true, featureSpec: true, featureSpecHash: true, network: true, personal: true })
  .required({ head: true })
  .extend({ ensemble: ensembleCardSchema });

/** A head, and what it makes of its network. */
export interface ShippedHead {
  readonly network: Uint8Array;
  readonly facts: z.infer<typeof shippedHeadSchema>;
}

/**
 * The head that was trained for a network of others; null where there is none.
 * @param name of the network
 * @throws AppError model-invalid, model-missing where it is damaged
 */
export async function shippedHeadOf(name: string, roots: readonly string[]): Promise<ShippedHead | null> {
  for (const root of roots) {
    const folder = join(root, 'heads', name);
    if (!(await stat(folder).catch(() => null))) continue;
    const { data: facts, error } = shippedHeadSchema.safeParse(await readJson(join(folder, 'head.json')));
    if (!facts) throw new AppError('model-invalid', `${folder}: head.json is damaged.`, { cause: error });
    return { facts, network: await readDescribed(folder, facts.head) };
  }
  return null;
}

/** The cards of a network with its head, and of the ensemble that it makes. */
export function cardsOf(
  network: NetworkCard,
  { facts: { ensemble, ...facts } }: ShippedHead,
): { readonly model: ModelCard; readonly ensemble: EnsembleCard } {
  const { name, featureSpec, featureSpecHash, network: file } = network;
  const model = modelCardSchema.parse({
    ...facts,
    formatVersion: 1,
    name,
    featureSpec,
    featureSpecHash,
    network: file,
  });
  return { model, ensemble };
}
