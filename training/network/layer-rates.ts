import { elementCount } from '../autodiff/tensor.ts';
import type { ParameterSpec } from './context.ts';

/**
 * Shares of the learning rate, flat, in the parameters' order: from `earlyRate` at a network's first layer by equal
 * factors to 1 at its last (Howard & Ruder 2018). What the first layers know of sound holds for any genres. Networks
 * side by side count their layers apart.
 */
export function layerRates(parameters: readonly ParameterSpec[], earlyRate: number): Float32Array {
  const layers = new Map<string, string[]>();
  for (const { name } of parameters) {
    const { network, layer } = placeOf(name);
    const known = layers.get(network) ?? [];
    if (!known.includes(layer)) layers.set(network, [...known, layer]);
  }
  return Float32Array.from(
    parameters.flatMap(({ name, shape }) => {
      const { network, layer } = placeOf(name);
      const own = layers.get(network) ?? [];
      const depth = own.indexOf(layer) / Math.max(1, own.length - 1);
      return Array.from<number>({ length: elementCount(shape) }).fill(earlyRate ** (1 - depth));
    }),
  );
}

function placeOf(name: string): { network: string; layer: string } {
  const [, network = '', layer = ''] = /^(base\d+\.)?(.*)\.[^.]+$/.exec(name) ?? [];
  return { network, layer };
}
