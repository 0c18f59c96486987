import type { Architecture } from '../architectures/architecture.ts';
import { add } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { Network, NetworkContext, NetworkLayout } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import type { Head } from './fit-heads.ts';

/** Joins the names of architectures in a card. */
const JOINT = '+';
const PREFIX = 'personal ';

/** A finished network that is built upon. */
export interface BaseMember {
  readonly architecture: Architecture;
  readonly layout: NetworkLayout;
  readonly state: NetworkState;
}

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

/** Features that each member gives to its last layer. */
export function featureCounts(members: readonly BaseMember[]): number[] {
  return members.map(({ layout }) => layout.parameters.find(({ name }) => name === 'genres.weights')?.shape[0] ?? 0);
}

/** A member's own last layer. */
export function headOf({ layout, state }: BaseMember): Head {
  return { weights: valuesOf(layout, state, 'genres.weights'), bias: valuesOf(layout, state, 'genres.bias') };
}

/** The last layer of a finished network: its own, or what those of the networks in it are together. */
export function jointHead(layout: NetworkLayout, state: NetworkState, genreCount: number): Head {
  const parts = (suffix: string) =>
    layout.parameters
      .filter(({ name }) => name === suffix || name.endsWith(`.${suffix}`))
      .map(({ name }) => valuesOf(layout, state, name));
  const weights = parts('genres.weights');
  const bias = new Float32Array(genreCount);
  for (const part of parts('genres.bias'))
    part.forEach((value, genre) => (bias[genre] = (bias[genre] as number) + value));
  return {
    weights: joined(
      weights,
      weights.reduce((sum, { length }) => sum + length, 0),
    ),
    bias,
  };
}

/** The bases' weights under one new head. @param head over all members' features, one after the other */
export function retrainedState(
  members: readonly BaseMember[],
  head: Head,
  inputShape: readonly number[],
): NetworkState {
  const genreCount = head.bias.length;
  const layout = layoutOf(
    retrainedNetwork(
      members.map(({ architecture }) => architecture),
      genreCount,
    ),
    () => new Graph(),
    [1, ...inputShape],
  );
  const sizes = featureCounts(members);
  const parts: Float32Array[] = members.flatMap((member, index) => {
    const before = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
    const own = head.weights.subarray(before * genreCount, (before + (sizes[index] as number)) * genreCount);
    return member.layout.parameters.map(({ name }) => {
      if (name === 'genres.weights') return own;
      if (name === 'genres.bias') return index === 0 ? head.bias : new Float32Array(genreCount);
      return valuesOf(member.layout, member.state, name);
    });
  });
  return {
    parameters: joined(parts, layout.parameterCount),
    statistics: joined(
      members.map(({ state }) => state.statistics),
      layout.statisticCount,
    ),
  };
}

function valuesOf({ parameters }: NetworkLayout, state: NetworkState, wanted: string): Float32Array {
  let start = 0;
  for (const { name, shape } of parameters) {
    const end = start + elementCount(shape);
    if (name === wanted) return state.parameters.subarray(start, end);
    start = end;
  }
  throw new RangeError(`the network has no ${wanted}`);
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  if (offset !== length) throw new RangeError(`${offset} weights do not fill a network of ${length}`);
  return whole;
}
