import { createHash } from 'node:crypto';
import type { FeatureSpec } from '../../pipeline/features/feature-spec.ts';
import { featureSpecHash } from '../../pipeline/features/feature-spec.ts';
import type { NetworkCard } from '../../pipeline/model/network-card.ts';
import { networkCardSchema } from '../../pipeline/model/network-card.ts';

/** What is known of a network of others beside what follows from its file. */
export interface NetworkFacts extends Pick<NetworkCard, 'name' | 'title' | 'description' | 'origin' | 'licence'> {
  readonly architecture: string;
  readonly featureSpec: FeatureSpec;
}

/** The card of a network of others. @param file the ONNX file */
export function networkCard(
  { architecture, ...facts }: NetworkFacts,
  file: Uint8Array,
  parameters: number,
): NetworkCard {
  return networkCardSchema.parse({
    formatVersion: 1,
    kind: 'network',
    ...facts,
    featureSpecHash: featureSpecHash(facts.featureSpec),
    network: {
      file: 'model.onnx',
      sha256: createHash('sha256').update(file).digest('hex'),
      architecture,
      parameters,
      input: 'patches [batch, …] float32',
      output: 'logits [batch, classes] float32, embedding [batch, features] float32',
    },
  });
}
