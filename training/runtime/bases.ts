import { AppError } from '../../src-main/contract/app-error.ts';
import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { Graph } from '../autodiff/graph.ts';
import { layoutOf } from '../network/context.ts';
import { answersOf, readWeights } from '../onnx/read-weights.ts';
import type { CalibratedMember } from '../retrain/base-member.ts';
import { featureCounts } from '../retrain/base-member.ts';
import { architecturesNamed } from '../retrain/network-named.ts';
import type { BaseHead } from './base-head.ts';
import { baseHeadOf } from './base-head.ts';

/** Finished networks that hear the same and know the same genres, to learn upon. */
export interface Bases {
  readonly name: string;
  readonly genres: readonly string[];
  readonly spec: FeatureSpec;
  readonly members: readonly CalibratedMember[];
  /** What a card says of them. */
  readonly facts: readonly { readonly name: string; readonly sha256: string }[];
  readonly featureCount: number;
  /** What makes genres of the one network's features; null where the networks themselves do. */
  readonly head: BaseHead | null;
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
  const head = baseHeadOf(first);
  if (!canBeBase(models)) throw new AppError('base-unsuitable', `The members of ${name} make genres by heads.`);
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
    head,
  };
}

/** Whether a version can stand on a model's members: one head does not join the features of several. */
export const canBeBase = (models: readonly Pick<LoadedModel, 'head'>[]): boolean =>
  models.length === 1 || models.every(({ head }) => head === null);

function memberOf({ card, network, head }: LoadedModel, spec: FeatureSpec): CalibratedMember {
  const [architecture, ...others] = architecturesNamed(card.network.architecture);
  if (!architecture || others.length > 0)
    throw new AppError('base-unsuitable', `${card.name} is not a network of its own.`);
  // With a head, the network's own answers are another's.
  const answers = head ? (answersOf(network) ?? 0) : card.genres.length;
  const layout = layoutOf(architecture.network(answers), () => new Graph(), [1, ...inputShape(spec)]);
  return { architecture, layout, state: readWeights(network, layout), temperature: card.temperature };
}
