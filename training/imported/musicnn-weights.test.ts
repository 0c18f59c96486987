import { beforeAll, describe, expect, it } from 'vitest';
import { inferenceGraph } from '../evaluation/predict.ts';
import type { Random } from '../random/random.ts';
import { createRandom } from '../random/random.ts';
import { runGraph } from '../testing/run-graph.ts';
import type { WeightTensor } from '../weights/weight-tensors.ts';
import type { ImportedNetwork } from './imported-network.ts';
import { importMusicnn, isMusicnnWeight } from './musicnn-weights.ts';
import { withoutSilentFilters } from './without-silent-filters.ts';

const BANDS = 96;
const FRAMES = 6;
const TAGS = 4;
/** Frames and bands of the first filters, as their authors' code has them, and how many there are. */
const FRONT = [
  [7, 38, 204],
  [7, 67, 204],
  [128, 1, 51],
  [64, 1, 51],
  [32, 1, 51],
] as const;
const EPSILON = 1e-3;

type Tensors = Map<string, WeightTensor>;
/** [rows][columns] */
type Matrix = readonly Float64Array[];

const numbered = (name: string, index: number) => (index === 0 ? name : `${name}_${index}`);

/** Weights of chance under the names and in the layout of TensorFlow's checkpoint. */
function checkpoint(random: Random): Tensors {
  const tensors: Tensors = new Map();
  const add = (name: string, shape: readonly number[], value: () => number) => {
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.set(name, { shape, values: Float32Array.from({ length }, value) });
  };
  const addLayer = (name: string, shape: readonly number[]) => {
    const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    add(`${name}/kernel`, shape, () => random.normal() / Math.sqrt(fanIn));
    add(`${name}/bias`, shape.slice(-1), () => 0.1 * random.normal());
  };
  FRONT.forEach(([frames, bands, filters], index) => addLayer(numbered('conv2d', index), [frames, bands, 1, filters]));
  [561, 64, 64].forEach((across, index) => addLayer(`conv2d_${5 + index}`, [7, across, 1, 64]));
  addLayer('dense', [1506, 200]);
  addLayer('dense_1', [200, TAGS]);
  [1, ...FRONT.map(([, , filters]) => filters), 64, 64, 64, 1506, 200].forEach((length, index) => {
    const name = numbered('batch_normalization', index);
    add(`${name}/gamma`, [length], () => random.between(-1.5, 1.5));
    for (const part of ['beta', 'moving_mean']) add(`${name}/${part}`, [length], () => 0.3 * random.normal());
    add(`${name}/moving_variance`, [length], () => random.between(0.2, 1.5));
  });
  return tensors;
}

/** Leaves most of the first filters without weights, as regularisation does. */
function silence(tensors: Tensors): void {
  FRONT.forEach(([, , filters], index) => {
    const kernel = tensors.get(`${numbered('conv2d', index)}/kernel`)!.values;
    kernel.forEach((_, at) => {
      if ((at % filters) % 5 > 0) kernel[at] = 1e-12 * (at % 7);
    });
  });
}

/** The network once more, from its description alone and in TensorFlow's layout: loops over [frames][channels]. */
function reference(tensors: Tensors, patch: Float32Array): { penultimate: number[]; tags: number[] } {
  const at = (name: string) => tensors.get(name)!.values;
  const normed = (index: number, value: number, channel: number) => {
    const part = (name: string) => at(`${numbered('batch_normalization', index)}/${name}`)[channel]!;
    return (
      (part('gamma') * (value - part('moving_mean'))) / Math.sqrt(part('moving_variance') + EPSILON) + part('beta')
    );
  };
  const relu = (value: number) => Math.max(0, value);
  const image: Matrix = Array.from({ length: FRAMES }, (_, frame) =>
    Float64Array.from({ length: BANDS }, (_value, band) => normed(0, patch[band * FRAMES + frame]!, 0)),
  );
  /** One filter's answer where its first tap lies at a frame and a column. */
  const answer = (layer: number, rows: Matrix, filter: number, frame: number, column: number) => {
    const { shape, values } = tensors.get(`${numbered('conv2d', layer)}/kernel`)!;
    const [height = 0, width = 0, , filters = 0] = shape;
    let sum = at(`${numbered('conv2d', layer)}/bias`)[filter]!;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        sum += (rows[frame + y]?.[column + x] ?? 0) * values[(y * width + x) * filters + filter]!;
    return normed(layer + 1, relu(sum), filter);
  };
  const front: Matrix = Array.from({ length: FRAMES }, (_, frame) =>
    Float64Array.from(
      FRONT.flatMap(([height, width, filters], layer) => {
        const before = Math.floor((height - 1) / 2);
        const columns = Array.from({ length: BANDS - width + 1 }, (_column, column) => column);
        return Array.from({ length: filters }, (_filter, filter) =>
          Math.max(...columns.map((column) => answer(layer, image, filter, frame - before, column))),
        );
      }),
    ),
  );
  const middle = (layer: number, rows: Matrix, shortcut: Matrix | null): Matrix =>
    rows.map((_, frame) =>
      Float64Array.from(
        { length: 64 },
        (_value, filter) => answer(layer, rows, filter, frame - 3, 0) + (shortcut?.[frame]?.[filter] ?? 0),
      ),
    );
  const first = middle(5, front, null);
  const second = middle(6, first, first);
  const third = middle(7, second, second);
  const maps = front.map((row, frame) =>
    [row, first[frame]!, second[frame]!, third[frame]!].flatMap((part) => [...part]),
  );
  const pooled = maps[0]!.flatMap((_, channel) => {
    const values = maps.map((row) => row[channel]!);
    return [Math.max(...values), values.reduce((sum, value) => sum + value, 0) / FRAMES];
  });
  const dense = (name: string, inputs: readonly number[]) => {
    const bias = at(`${name}/bias`);
    return Array.from(bias, (offset, unit) =>
      inputs.reduce((sum, value, row) => sum + value * at(`${name}/kernel`)[row * bias.length + unit]!, offset),
    );
  };
  const penultimate = dense(
    'dense',
    pooled.map((value, channel) => normed(9, value, channel)),
  ).map(relu);
  return {
    penultimate,
    tags: dense(
      'dense_1',
      penultimate.map((value, unit) => normed(10, value, unit)),
    ),
  };
}

async function answers({ network, state }: ImportedNetwork, patches: Float32Array) {
  return runGraph(inferenceGraph(network, state, [BANDS, FRAMES]), { patches });
}

function expectClose(found: Float32Array | undefined, expected: ArrayLike<number>): void {
  expect(found).toHaveLength(expected.length);
  found!.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(2e-5));
}

describe('the weights of musicnn’s checkpoint', () => {
  const random = createRandom(4);
  const tensors = checkpoint(random);
  const patch = Float32Array.from({ length: BANDS * FRAMES }, () => random.between(0, 4));
  let full: ImportedNetwork;
  beforeAll(() => {
    silence(tensors);
    full = importMusicnn(tensors);
  });

  it('give the answers and the penultimate layer of the network as it is described', async () => {
    const expected = reference(tensors, patch);
    const { logits, embedding } = await answers(full, patch);
    expectClose(embedding, expected.penultimate);
    expectClose(logits, expected.tags);
  });

  it('give the same without the filters that have no weights, which are most', async () => {
    const few = withoutSilentFilters(full);
    const shapes = few.layout.parameters.filter(({ name }) => /^front.*convolution.weights/.test(name));
    expect(shapes.map(({ shape }) => shape[0])).toEqual([41, 41, 11, 11, 12]);
    const [expected, found] = [await answers(full, patch), await answers(few, patch)];
    expectClose(found['embedding'], expected['embedding']!);
    expectClose(found['logits'], expected['logits']!);
    // Nothing more is left out the second time.
    expect(withoutSilentFilters(few).layout.parameterCount).toBe(few.layout.parameterCount);
  });

  it('are refused where one is missing, too many, or of another shape', () => {
    const refused = expect.objectContaining({ code: 'weights-invalid' });
    const without = new Map(tensors);
    without.delete('conv2d_3/bias');
    expect(() => importMusicnn(without)).toThrow(refused);
    expect(() => importMusicnn(new Map())).toThrow(refused);
    const more = new Map(tensors).set('conv2d_8/bias', tensors.get('conv2d_7/bias')!);
    expect(() => importMusicnn(more)).toThrow(refused);
    const kernel = tensors.get('conv2d/kernel')!;
    const turned = new Map(tensors).set('conv2d/kernel', { ...kernel, shape: [38, 7, 1, 204] });
    expect(() => importMusicnn(turned)).toThrow(refused);
  });

  it('are told from the optimiser’s numbers', () => {
    expect([...tensors.keys()].every(isMusicnnWeight)).toBe(true);
    for (const name of ['conv2d/kernel/Adam', 'conv2d/kernel/Adam_1', 'beta1_power', 'global_step'])
      expect(isMusicnnWeight(name)).toBe(false);
  });
});
