import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { EnsembleCard } from './ensemble-card.ts';
import { ensembleCardSchema } from './ensemble-card.ts';
import type { ModelCard } from './model-card.ts';
import { modelCardSchema } from './model-card.ts';
import type { NetworkCard } from './network-card.ts';

/**
 * head.json beside the head.onnx of a network that its user has to add: what the model's card says when the network is
 * there, and the card of the ensemble that it then makes with a shipped model.
 */
export const shippedHeadSchema = modelCardSchema
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
 * @throws AppError model-invalid where it is damaged
 */
export async function shippedHeadOf(name: string, roots: readonly string[]): Promise<ShippedHead | null> {
  for (const root of roots) {
    const folder = join(root, 'heads', name);
    const json = await readFile(join(folder, 'head.json')).catch(() => null);
    if (!json) continue;
    const facts = shippedHeadSchema.parse(JSON.parse(json.toString('utf8')));
    const network = await readFile(join(folder, facts.head.file));
    if (createHash('sha256').update(network).digest('hex') !== facts.head.sha256)
      throw new AppError('model-invalid', `${folder}: head.onnx is not the one that head.json describes.`);
    return { network, facts };
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
