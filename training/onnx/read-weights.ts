import { elementCount } from '../autodiff/tensor.ts';
import type { NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { readFields } from '../../src-main/formats/protobuf-fields.ts';

/** Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR = { dataType: 2, name: 8, rawData: 9 } as const;
const FLOAT = 1n;

/**
 * The weights of an ONNX file that this code wrote, where they are constants under their own names.
 * @throws RangeError where the file holds another network
 */
export function readWeights(network: Uint8Array, layout: NetworkLayout): NetworkState {
  const constants = readConstants(network);
  const flat = (
    specs: readonly { readonly name: string; readonly shape: readonly number[] }[],
    length: number,
  ): Float32Array => {
    const parts = specs.map(({ name, shape }) => {
      const constant = constants.get(name);
      if (constant?.length !== elementCount(shape))
        throw new RangeError(`the file has no weights “${name}” of shape [${shape.join(', ')}]`);
      return constant;
    });
    // Room is made for what is there, not for what a card asks for.
    const values = new Float32Array(length);
    let offset = 0;
    for (const part of parts) {
      values.set(part, offset);
      offset += part.length;
    }
    return values;
  };
  return {
    parameters: flat(layout.parameters, layout.parameterCount),
    statistics: flat(layout.statistics, layout.statisticCount),
  };
}

/** How many logits a file of ours gives by a last layer of its own; null where it has none. */
export function answersOf(network: Uint8Array): number | null {
  return readConstants(network).get('genres.bias')?.length ?? null;
}

function readConstants(network: Uint8Array): Map<string, Float32Array> {
  const constants = new Map<string, Float32Array>();
  for (const graph of messages(network, MODEL_GRAPH)) {
    for (const tensor of messages(graph, GRAPH_INITIALIZER)) {
      let name = '';
      let isFloat = false;
      let data = new Uint8Array(0);
      for (const each of readFields(tensor)) {
        if ('integer' in each) isFloat ||= each.field === TENSOR.dataType && each.integer === FLOAT;
        else if (!('bytes' in each)) continue;
        else if (each.field === TENSOR.name) name = new TextDecoder().decode(each.bytes);
        else if (each.field === TENSOR.rawData) data = new Uint8Array(each.bytes);
      }
      if (isFloat)
        constants.set(name, new Float32Array(data.buffer, 0, data.byteLength / Float32Array.BYTES_PER_ELEMENT));
    }
  }
  return constants;
}

function messages(message: Uint8Array, field: number): Uint8Array[] {
  return [...readFields(message)].flatMap((each) => (each.field === field && 'bytes' in each ? [each.bytes] : []));
}
