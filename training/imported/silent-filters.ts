import { BATCH_NORM_EPSILON } from '../network/layers.ts';

/** Sum of a filter's absolute weights below which all that it hears is within the rounding of float32. */
const SILENT_WEIGHTS = 1e-6;

/** Values of a network by our names. */
export type Values = (name: string) => Float32Array;

/** A network's first layers side by side: what of them hears something. */
export interface LiveFront {
  /** Filters of each layer that hear something. */
  readonly filters: readonly (readonly number[])[];
  /** The same as channels of all layers joined. */
  readonly channels: readonly number[];
  /** The other channels, and what each always answers. */
  readonly silent: ReadonlyMap<number, number>;
}

/** Tells filters with weights from those without. @param layers convolution with bias, ReLU, batch norm */
export function liveFront(values: Values, layers: readonly string[]): LiveFront {
  const filters: number[][] = [];
  const channels: number[] = [];
  const silent = new Map<number, number>();
  let first = 0;
  for (const layer of layers) {
    const weights = values(`${layer}.convolution.weights`);
    const bias = values(`${layer}.convolution.bias`);
    const normed = batchNormOf(values, `${layer}.norm`);
    const size = weights.length / bias.length;
    const live: number[] = [];
    bias.forEach((offset, filter) => {
      const sum = weights.subarray(filter * size, (filter + 1) * size).reduce((all, each) => all + Math.abs(each), 0);
      if (sum < SILENT_WEIGHTS) silent.set(first + filter, normed(Math.max(0, offset), filter));
      else live.push(filter);
    });
    filters.push(live);
    channels.push(...live.map((filter) => first + filter));
    first += bias.length;
  }
  return { filters, channels, silent };
}

/** A finished batch norm as a function of a value and its channel. */
export function batchNormOf(values: Values, name: string): (value: number, channel: number) => number {
  const [scale, offset, mean, variance] = ['scale', 'offset', 'mean', 'variance'].map((part) =>
    values(`${name}.${part}`),
  );
  return (value, channel) => {
    const gain = (scale?.[channel] ?? 0) / Math.sqrt((variance?.[channel] ?? 0) + BATCH_NORM_EPSILON);
    return (value - (mean?.[channel] ?? 0)) * gain + (offset?.[channel] ?? 0);
  };
}
