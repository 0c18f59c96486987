import type { Architecture } from '../architectures/architecture.ts';
import { ARCHITECTURES } from '../architectures/index.ts';
import type { Network } from '../network/context.ts';
import { retrainedNetwork, retrainedBases } from './retrained-network.ts';

/**
 * The architectures of a finished network: one, or those that a retrained one stands on.
 * @param description of a card's network: begins with the name and a colon
 * @returns empty where one of them is none of ours
 */
export function architecturesNamed(description: string): readonly Architecture[] {
  const [name = ''] = description.split(':');
  const names = retrainedBases(name) ?? [name];
  const found = names.flatMap((each) => ARCHITECTURES.find((architecture) => architecture.name === each) ?? []);
  return found.length === names.length ? found : [];
}

/** A finished network, to be built anew; null where it is none of ours. @param description see {@link architecturesNamed} */
export function networkNamed(description: string, genreCount: number): Network | null {
  const architectures = architecturesNamed(description);
  const [first] = architectures;
  if (!first) return null;
  return retrainedBases(description.split(':')[0] ?? '')
    ? retrainedNetwork(architectures, genreCount)
    : first.network(genreCount);
}
