import { AppError } from '../../src-main/contract/app-error.ts';
import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { Graph } from '../autodiff/graph.ts';
import { layoutOf } from '../network/context.ts';
import { readWeights } from '../onnx/read-weights.ts';
import type { CalibratedMember } from '../retrain/base-member.ts';
import { featureCounts } from '../retrain/base-member.ts';
import { architecturesNamed } from '../retrain/network-named.ts';

/** Finished networks that hear the same and know the same genres, to learn upon. */
export interface Bases {
  readonly name: string;
  readonly genres: readonly string[];
  readonly spec: FeatureSpec;
  readonly members: readonly CalibratedMember[];
  /** What a card says of them. */
  readonly facts: readonly { readonly name: string; readonly sha256: string }[];
  readonly featureCount: number;
}

/**
 * The networks of a model, with their weights.
 * @param models its members
 * @throws AppError base-unsuitable where a network is none of ours, or they differ in what they hear
 */
export function basesOf(name: string, models: readonly LoadedModel[]): Bases {
  const [first] = models;
  if (!first) throw new AppError('base-unsuitable', `${name} has no members.`);
  const { genres, featureSpec: spec, featureSpecHash } = first.card;
  const members = models.map((model) => {
    if (model.card.featureSpecHash !== featureSpecHash)
      throw new AppError('base-unsuitable', `The members of ${name} hear different features.`);
    return memberOf(model, spec);
  });
  return {
    name,
    genres,
    spec,
    members,
    facts: models.map(({ card }) => ({ name: card.name, sha256: card.network.sha256 })),
    featureCount: featureCounts(members).reduce((sum, count) => sum + count, 0),
  };
}

function memberOf({ card, network }: LoadedModel, spec: FeatureSpec): CalibratedMember {
  const [architecture, ...others] = architecturesNamed(card.network.architecture);
  if (!architecture || others.length > 0)
    throw new AppError('base-unsuitable', `${card.name} is not a network of its own.`);
  const layout = layoutOf(architecture.network(card.genres.length), () => new Graph(), [1, ...inputShape(spec)]);
  return { architecture, layout, state: readWeights(network, layout), temperature: card.temperature };
}
