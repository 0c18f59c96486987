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
  /** Of a model that has one. */
  readonly head?: Omit<NonNullable<ModelCard['head']>, 'file' | 'sha256'>;
};

/** A network, and the head on its features where there is one. */
export interface ModelFiles {
  readonly network: Uint8Array;
  readonly head?: Uint8Array;
}

/**
 * Writes `model.onnx`, `head.onnx` where there is one, and `card.json`; each appears whole or not at all.
 * @throws if the card is not valid
 */
export async function writeModel(
  folder: string,
  { network, head }: ModelFiles,
  contents: CardContents,
): Promise<ModelCard> {
  const card = modelCardSchema.parse({
    ...contents,
    formatVersion: 1,
    featureSpecHash: featureSpecHash(contents.featureSpec),
    network: { ...contents.network, file: 'model.onnx', sha256: hashOf(network) },
    ...(head && { head: { ...contents.head, file: 'head.onnx', sha256: hashOf(head) } }),
  });
  makeFolder(folder);
  await writeFileAtomic(join(folder, 'model.onnx'), [network]);
  if (head) await writeFileAtomic(join(folder, 'head.onnx'), [head]);
  await writeCard(folder, card);
  return card;
}

function hashOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex');
}

/** Writes `card.json` alone: an ensemble has no network of its own. */
export async function writeCard(folder: string, card: object): Promise<void> {
  makeFolder(folder);
  await writeFileAtomic(join(folder, 'card.json'), [`${JSON.stringify(card, null, 2)}\n`]);
}
