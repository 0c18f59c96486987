import type { NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import type { Head } from './head.ts';
import { joined, weightsNamed } from './named-weights.ts';

/** The last layer of a finished network: its own, or what those of the networks in it are together. */
export function jointHead(layout: NetworkLayout, state: NetworkState, genreCount: number): Head {
  const parts = (suffix: string) =>
    layout.parameters
      .filter(({ name }) => name === suffix || name.endsWith(`.${suffix}`))
      .map(({ name }) => weightsNamed(layout, state, name));
  const weights = parts('genres.weights');
  const bias = new Float32Array(genreCount);
  for (const part of parts('genres.bias'))
    part.forEach((value, genre) => (bias[genre] = (bias[genre] as number) + value));
  const weightCount = weights.reduce((sum, { length }) => sum + length, 0);
  return { weights: joined(weights, weightCount), bias };
}
