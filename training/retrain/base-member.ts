import type { Architecture } from '../architectures/architecture.ts';
import type { NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import type { Head } from './head.ts';
import { weightsNamed } from './named-weights.ts';

/** A finished network that is built upon. */
export interface BaseMember {
  readonly architecture: Architecture;
  readonly layout: NetworkLayout;
  readonly state: NetworkState;
}

/** A finished network, and what makes its probabilities as likely as they are right. */
export interface CalibratedMember extends BaseMember {
  readonly temperature: number;
}

/** Features that each member gives to its last layer. */
export function featureCounts(members: readonly BaseMember[]): number[] {
  return members.map(({ layout }) => layout.parameters.find(({ name }) => name === 'genres.weights')?.shape[0] ?? 0);
}

/** A member's own last layer. */
export function headOf({ layout, state }: BaseMember): Head {
  return { weights: weightsNamed(layout, state, 'genres.weights'), bias: weightsNamed(layout, state, 'genres.bias') };
}
