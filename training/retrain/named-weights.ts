import { elementCount } from '../autodiff/tensor.ts';
import type { NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';

/** One parameter's values in a network's flat state. @throws RangeError where the network has none of this name */
export function weightsNamed({ parameters }: NetworkLayout, state: NetworkState, wanted: string): Float32Array {
  let start = 0;
  for (const { name, shape } of parameters) {
    const end = start + elementCount(shape);
    if (name === wanted) return state.parameters.subarray(start, end);
    start = end;
  }
  throw new RangeError(`the network has no ${wanted}`);
}

/** Values of several parameters, one after the other. @throws RangeError unless they are `length` numbers */
export function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  if (offset !== length) throw new RangeError(`${offset} weights do not fill a network of ${length}`);
  return whole;
}
