import type { Architecture } from '../architectures/architecture.ts';
import { add } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Network, NetworkContext, NetworkLayout } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import type { BaseMember } from './base-member.ts';
import { featureCounts } from './base-member.ts';
import type { Head } from './head.ts';
import { joined, weightsNamed } from './named-weights.ts';

/** Joins the names of architectures in a card. */
const JOINT = '+';
const PREFIX = 'personal ';

/**
 * Networks side by side that answer as one: the sum of their logits is one dense layer on all that they give to their
 * own last ones.
 */
export function retrainedNetwork(architectures: readonly Architecture[], genreCount: number): Network {
  return (context, patches) =>
    architectures
      .map((architecture, index) => architecture.network(genreCount)(scoped(context, scopeOf(index)), patches))
      .reduce((sum, logits) => add(sum, logits));
}

/** What a card calls it: `personal mel-cnn+mel-gru`. */
export function retrainedName(architectures: readonly Architecture[]): string {
  return PREFIX + architectures.map(({ name }) => name).join(JOINT);
}

/** The names of the architectures in it; null where it is another's name. */
export function retrainedBases(name: string): string[] | null {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length).split(JOINT) : null;
}

function scopeOf(index: number): string {
  return `base${index + 1}.`;
}

function scoped(context: NetworkContext, scope: string): NetworkContext {
  return {
    ...context,
    parameter: (spec) => context.parameter({ ...spec, name: scope + spec.name }),
    statistic: (spec) => context.statistic({ ...spec, name: scope + spec.name }),
    updateStatistic: (name, value) => context.updateStatistic(scope + name, value),
  };
}

/** The layout of the members' networks side by side. */
export function retrainedLayout(
  members: readonly BaseMember[],
  genreCount: number,
  inputShape: readonly number[],
): NetworkLayout {
  const architectures = members.map(({ architecture }) => architecture);
  return layoutOf(retrainedNetwork(architectures, genreCount), () => new Graph(), [1, ...inputShape]);
}

/** The bases' weights under one new head. @param head over all members' features, one after the other */
export function retrainedState(
  members: readonly BaseMember[],
  head: Head,
  inputShape: readonly number[],
): NetworkState {
  const genreCount = head.bias.length;
  const layout = retrainedLayout(members, genreCount, inputShape);
  const sizes = featureCounts(members);
  const parts: Float32Array[] = members.flatMap((member, index) => {
    const before = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
    const own = head.weights.subarray(before * genreCount, (before + (sizes[index] as number)) * genreCount);
    return member.layout.parameters.map(({ name }) => {
      if (name === 'genres.weights') return own;
      if (name === 'genres.bias') return index === 0 ? head.bias : new Float32Array(genreCount);
      return weightsNamed(member.layout, member.state, name);
    });
  });
  const statistics = members.map(({ state }) => state.statistics);
  return {
    parameters: joined(parts, layout.parameterCount),
    statistics: joined(statistics, layout.statisticCount),
  };
}
