import { createRandom } from '../random/random.ts';
import type { WeightTensors } from '../weights/weight-tensors.ts';

/** Tensors of random values, as networks have them: some small, one with a hundred values, a scalar. */
export function madeTensors(): WeightTensors {
  const random = createRandom(11);
  const shapes = {
    conv: { kernel: [3, 2, 1, 4], bias: [4] },
    dense: { kernel: [10, 10], bias: [10] },
    scale: { value: [] },
  };
  const tensors = Object.entries(shapes).flatMap(([layer, parts]) =>
    Object.entries(parts).map(([part, shape]: [string, readonly number[]]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return [`${layer}/${part}`, { shape, values: Float32Array.from({ length }, () => random.normal()) }] as const;
    }),
  );
  return new Map(tensors);
}

/** Values as a file has them: little-endian float32. */
export function bytesOfValues(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength));
}
