import { createHash } from 'node:crypto';
import type { FeatureSpec } from '../../pipeline/features/feature-spec.ts';
import { featureSpecHash } from '../../pipeline/features/feature-spec.ts';

/** What a card says of a network of others beside what follows from its file. */
export interface NetworkFacts {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly architecture: string;
  readonly featureSpec: FeatureSpec;
  /** Who trained it, and on what. */
  readonly origin: string;
  readonly licence: string;
}

/** The card of a network without genres of ours: its features serve other models. @param file the ONNX file */
export function networkCard({ architecture, ...facts }: NetworkFacts, file: Uint8Array, parameters: number): object {
  return {
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
  };
}
