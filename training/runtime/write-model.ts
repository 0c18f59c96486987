import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { featureSpecHash } from '../../src-main/pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import { modelCardSchema } from '../../src-main/pipeline/model/model-card.ts';
import { makeFolder } from '../../src-main/files/make-folder.ts';
import { writeFileAtomic } from '../../src-main/files/write-file-atomic.ts';

/** Everything of a card that does not follow from the files themselves. */
export type CardContents = Omit<ModelCard, 'formatVersion' | 'featureSpecHash' | 'network' | 'head'> & {
  readonly featureSpec: FeatureSpec;
  readonly network: Omit<ModelCard['network'], 'file' | 'sha256'>;
};

/** A head on a network's features, and what its card says of it. */
export interface HeadFile {
  readonly bytes: Uint8Array;
  readonly facts: Omit<NonNullable<ModelCard['head']>, 'file' | 'sha256'>;
}

/**
 * Writes `model.onnx`, `head.onnx` where there is a head, and `card.json`; each appears whole or not at all.
 * @throws if the card is not valid
 */
export async function writeModel(
  folder: string,
  network: Uint8Array,
  contents: CardContents,
  head: HeadFile | null = null,
): Promise<ModelCard> {
  const card = modelCardSchema.parse({
    ...contents,
    formatVersion: 1,
    featureSpecHash: featureSpecHash(contents.featureSpec),
    network: { ...contents.network, file: 'model.onnx', sha256: sha256(network) },
    ...(head && { head: { ...head.facts, file: 'head.onnx', sha256: sha256(head.bytes) } }),
  });
  makeFolder(folder);
  await writeFileAtomic(join(folder, 'model.onnx'), [network]);
  if (head) await writeFileAtomic(join(folder, 'head.onnx'), [head.bytes]);
  await writeCard(folder, card);
  return card;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes `card.json` alone: an ensemble has no network of its own. */
export async function writeCard(folder: string, card: object): Promise<void> {
  makeFolder(folder);
  await writeFileAtomic(join(folder, 'card.json'), [`${JSON.stringify(card, null, 2)}\n`]);
}
