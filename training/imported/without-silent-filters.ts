import { FRONT_LAYERS } from '../architectures/musicnn-front.ts';
import { MIDDLE_FRAMES, musicnnNetwork } from '../architectures/musicnn.ts';
import { BATCH_NORM_EPSILON } from '../network/layers.ts';
import type { ImportedNetwork } from './imported-network.ts';
import { importNetwork, valuesByName } from './imported-network.ts';
import type { LiveFront, Values } from './silent-filters.ts';
import { batchNormOf, liveFront } from './silent-filters.ts';

/** A row of the full network's weights; null for that of the filter that always answers one. */
type Row = number | null;

/** A filter that always answers one: no weights, a bias of one, and a batch norm that changes nothing. */
const ONE: Readonly<Record<string, number>> = {
  weights: 0,
  bias: 1,
  scale: Math.sqrt(1 + BATCH_NORM_EPSILON),
  offset: 0,
  mean: 0,
  variance: 1,
};

/**
 * musicnn as the same function with fewer filters. Regularisation has left most of the first layers' filters without
 * weights (in the authors' MSD_musicnn 180 and 190 of 204, and 48, 44 and 34 of 51), so that they always answer the
 * same. All of these become one channel of ones: the middle layers pad it at the ends as they padded the others. What
 * the others gave to the pooled features goes into the next layer's bias.
 * @param full musicnn with any number of filters
 */
export function withoutSilentFilters(full: ImportedNetwork): ImportedNetwork {
  const byName = valuesByName(full);
  const values: Values = (name) => byName.get(name) ?? new Float32Array(0);
  const front = liveFront(values, FRONT_LAYERS);
  const counts = front.filters.map(({ length }) => length);
  const network = musicnnNetwork(values('genres.bias').length, {
    filters: withOne(counts),
    isQuick: true,
  });
  return importNetwork(network, full.inputShape, (name) => fewerValues(values, front, name));
}

/** One filter more in the last of the first layers. */
const withOne = (counts: readonly number[]): number[] =>
  counts.map((count, layer) => (layer === FRONT_LAYERS.length - 1 ? count + 1 : count));

function fewerValues(values: Values, front: LiveFront, name: string): Float32Array {
  const [layer = ''] = name.split('.');
  const part = name.slice(name.lastIndexOf('.') + 1);
  const place = FRONT_LAYERS.indexOf(layer);
  if (name === 'middle1.convolution.weights') return middleWeights(values(name), front);
  if (name === 'penultimate.bias') return penultimateBias(values, front);
  if (place >= 0) {
    const rows: readonly Row[] = [
      ...(front.filters[place] ?? []),
      ...(place === FRONT_LAYERS.length - 1 ? [null] : []),
    ];
    return rowsOf(values(name), values(`${layer}.convolution.bias`).length, rows, ONE[part]);
  }
  if (layer === 'pooled' || name === 'penultimate.weights')
    return rowsOf(values(name), values('pooled.norm.scale').length, pooledRows(values, front), ONE[part]);
  return values(name);
}

/** Some of `count` rows, in the order of `rows`. @param one what the row of the filter that answers one is filled with */
function rowsOf(values: Float32Array, count: number, rows: readonly Row[], one = 0): Float32Array {
  const width = values.length / count;
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    const target = chosen.subarray(place * width, (place + 1) * width);
    if (row === null) target.fill(one);
    else target.set(values.subarray(row * width, (row + 1) * width));
  });
  return chosen;
}

/** Every channel's maximum and mean: of the front end's channels that are left, and of the middle layers'. */
function pooledRows(values: Values, { channels, silent }: LiveFront): Row[] {
  const frontCount = channels.length + silent.size;
  const middle = Array.from(
    { length: values('pooled.norm.scale').length / 2 - frontCount },
    (_, at) => frontCount + at,
  );
  return [...channels, null, ...middle].flatMap((row) => (row === null ? [null, null] : [2 * row, 2 * row + 1]));
}

/** [filters, channels, 1, frames]: the channel of ones has what the silent ones' answers made of their weights. */
function middleWeights(full: Float32Array, { channels, silent }: LiveFront): Float32Array {
  const frontCount = channels.length + silent.size;
  const frames = MIDDLE_FRAMES;
  const size = frontCount * frames;
  const filters = full.length / size;
  const chosen = new Float32Array(filters * (channels.length + 1) * frames);
  for (let filter = 0; filter < filters; filter++) {
    const theirs = full.subarray(filter * size, (filter + 1) * size);
    const ours = chosen.subarray(
      filter * (channels.length + 1) * frames,
      (filter + 1) * (channels.length + 1) * frames,
    );
    ours.set(rowsOf(theirs, frontCount, [...channels, null]));
    for (let frame = 0; frame < frames; frame++) {
      let sum = 0;
      for (const [channel, answer] of silent) sum += answer * (theirs[channel * frames + frame] as number);
      ours[channels.length * frames + frame] = sum;
    }
  }
  return chosen;
}

/** With what the silent channels' maxima and means, which are their answers, add to it. */
function penultimateBias(values: Values, { silent }: LiveFront): Float32Array {
  const weights = values('penultimate.weights');
  const bias = values('penultimate.bias');
  const normed = batchNormOf(values, 'pooled.norm');
  return bias.map((offset, unit) => {
    let sum = offset;
    for (const [channel, answer] of silent)
      for (const row of [2 * channel, 2 * channel + 1])
        sum += normed(answer, row) * (weights[row * bias.length + unit] as number);
    return sum;
  });
}
