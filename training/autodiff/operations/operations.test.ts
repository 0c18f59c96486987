import { describe, expect, it } from 'vitest';
import { createRandom, shuffled } from '../../random/random.ts';
import { compileGraph } from '../../testing/run-graph.ts';
import type { OperationName } from '../attributes.ts';
import {
  abs,
  add,
  concat,
  conv2d,
  div,
  exp,
  expand,
  hardSwish,
  log,
  logSoftmax,
  matMul,
  max,
  maxPool2d,
  mean,
  mul,
  neg,
  relu,
  reshape,
  sigmoid,
  slice,
  sqrt,
  stopGradient,
  sub,
  sum,
  sumOfSquares,
  tanh,
  transpose,
} from '../functions/index.ts';
import { Graph } from '../graph.ts';
import { gradientsOf } from '../gradients/pullback.ts';
import { scan } from '../functions/scan.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { elementCount } from '../tensor.ts';

interface Sample {
  readonly shapes: readonly Shape[];
  readonly build: (inputs: readonly Tensor[]) => Tensor;
  /** Maps distinct values in ±1 to where the operation is smooth. */
  readonly values?: (value: number) => number;
}

/** Away from zero, so that a kink or a pole is never within the difference's reach. */
const offZero = (value: number) => value + Math.sign(value) * 0.3;
/** Shapes of a sample, on one line. */
const of = (...shapes: readonly Shape[]): readonly Shape[] => shapes;
const positive = (value: number) => 1.5 + value;
const conv = { pads: [1, 1, 1, 1], strides: [1, 1], group: 1 } as const;

/** Every operation with a derivative, in every formulation; comparisons and backward-only operations have none. */
const SAMPLES: Record<
  Exclude<
    OperationName,
    'Greater' | 'Less' | 'Equal' | 'Cast' | 'ConvTranspose' | 'ScatterElements' | 'StopGradient' | 'GRU' | 'LSTM'
  >,
  readonly Sample[]
> = {
  Add: [
    { shapes: of([2, 3], [2, 3]), build: ([a, b]) => add(a!, b!) },
    { shapes: of([2, 3], [3]), build: ([a, b]) => add(a!, b!) },
    { shapes: of([2, 3], [2, 1]), build: ([a, b]) => add(a!, b!) },
  ],
  Sub: [{ shapes: of([2, 3], [1, 3]), build: ([a, b]) => sub(a!, b!) }],
  Mul: [
    { shapes: of([2, 3], [2, 3]), build: ([a, b]) => mul(a!, b!) },
    { shapes: of([2, 3, 4], [3, 1]), build: ([a, b]) => mul(a!, b!) },
    { shapes: of([4]), build: ([a]) => mul(a!, a!) },
  ],
  Div: [{ shapes: of([2, 3], [3]), values: positive, build: ([a, b]) => div(a!, b!) }],
  Neg: [{ shapes: of([3]), build: ([a]) => neg(a!) }],
  Abs: [{ shapes: of([3, 4]), values: offZero, build: ([a]) => abs(a!) }],
  Exp: [{ shapes: of([5]), build: ([a]) => exp(a!) }],
  Log: [{ shapes: of([5]), values: positive, build: ([a]) => log(a!) }],
  Sqrt: [{ shapes: of([5]), values: positive, build: ([a]) => sqrt(a!) }],
  Relu: [{ shapes: of([3, 4]), values: offZero, build: ([a]) => relu(a!) }],
  Sigmoid: [{ shapes: of([5]), build: ([a]) => sigmoid(a!) }],
  Tanh: [{ shapes: of([5]), build: ([a]) => tanh(a!) }],
  // Below, between and above its two bends.
  HardSwish: [{ shapes: of([2, 4]), values: (value) => 5 * value, build: ([a]) => hardSwish(a!) }],
  LogSoftmax: [{ shapes: of([3, 5]), build: ([a]) => logSoftmax(a!) }],
  MatMul: [
    { shapes: of([2, 3], [3, 4]), build: ([a, b]) => matMul(a!, b!) },
    { shapes: of([2, 3, 4], [2, 4, 2]), build: ([a, b]) => matMul(a!, b!) },
    { shapes: of([2, 3, 4], [4, 2]), build: ([a, b]) => matMul(a!, b!) },
  ],
  Transpose: [{ shapes: of([2, 3, 4]), build: ([a]) => transpose(a!, [2, 0, 1]) }],
  Reshape: [{ shapes: of([2, 6]), build: ([a]) => reshape(a!, [3, 4]) }],
  Expand: [{ shapes: of([2, 1]), build: ([a]) => expand(a!, [2, 5]) }],
  ReduceSum: [
    { shapes: of([2, 3, 4]), build: ([a]) => sum(a!, { axes: [0, 2], keepDims: true }) },
    { shapes: of([2, 3, 4]), build: ([a]) => sum(a!, { axes: [1], keepDims: false }) },
  ],
  ReduceMean: [
    { shapes: of([2, 3, 4]), build: ([a]) => mean(a!, { axes: [0, 2], keepDims: true }) },
    { shapes: of([2, 3, 4]), build: ([a]) => mean(a!, { axes: [1] }) },
  ],
  ReduceSumSquare: [{ shapes: of([2, 3]), build: ([a]) => sumOfSquares(a!) }],
  ReduceMax: [
    { shapes: of([2, 3, 4]), build: ([a]) => max(a!, { axes: [1, 2] }) },
    { shapes: of([2, 3, 4]), build: ([a]) => max(a!, { axes: [1], keepDims: true }) },
    // The largest of every row is there twice; what moves both of them moves the maximum.
    { shapes: of([2, 3]), build: ([a]) => max(concat([a!, a!], { axis: 1 }), { axes: [-1] }) },
  ],
  Concat: [{ shapes: of([2, 3], [2, 2]), build: ([a, b]) => concat([a!, b!], { axis: 1 }) }],
  Slice: [
    { shapes: of([2, 6]), build: ([a]) => slice(a!, { axis: 1, start: 2, end: 5 }) },
    { shapes: of([4, 2]), build: ([a]) => slice(a!, { axis: 0, start: 0, end: 3 }) },
  ],
  Conv: [
    { shapes: of([2, 3, 5, 6], [4, 3, 3, 3]), build: ([a, b]) => conv2d(a!, b!, conv) },
    { shapes: of([2, 1, 6, 5], [2, 1, 2, 3]), build: ([a, b]) => conv2d(a!, b!, { ...conv, pads: [0, 0, 0, 0] }) },
    { shapes: of([1, 2, 7, 8], [3, 2, 3, 3]), build: ([a, b]) => conv2d(a!, b!, { ...conv, strides: [2, 2] }) },
    { shapes: of([1, 2, 5, 4], [2, 2, 2, 2]), build: ([a, b]) => conv2d(a!, b!, { ...conv, pads: [0, 0, 1, 1] }) },
    {
      shapes: of([1, 2, 9, 6], [2, 2, 4, 1]),
      build: ([a, b]) => conv2d(a!, b!, { pads: [1, 0, 2, 0], strides: [2, 3], group: 1 }),
    },
    { shapes: of([2, 2, 9, 6], [3, 2, 8, 4]), build: ([a, b]) => conv2d(a!, b!, { ...conv, pads: [0, 1, 2, 1] }) },
    { shapes: of([2, 4, 4, 5], [6, 2, 3, 2]), build: ([a, b]) => conv2d(a!, b!, { ...conv, group: 2 }) },
    {
      shapes: of([2, 3, 6, 5], [3, 1, 3, 3]),
      build: ([a, b]) => conv2d(a!, b!, { pads: [1, 0, 0, 2], strides: [2, 1], group: 3 }),
    },
  ],
  MaxPool: [
    {
      shapes: of([2, 2, 4, 6]),
      build: ([a]) => maxPool2d(a!, { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] }),
    },
    {
      shapes: of([1, 2, 5, 5]),
      build: ([a]) => maxPool2d(a!, { kernel: [3, 3], strides: [1, 2], pads: [0, 1, 1, 1] }),
    },
  ],
  Scan: [
    {
      // A leaky sum with a captured weight: everything that a loop can do has a gradient.
      shapes: of([2, 3], [4, 2, 3], [3]),
      build: ([start, items, weight]) => {
        const { carries, outputs } = scan(
          { carries: [start!], sequences: [items!], captures: [weight!] },
          ([carry], [item], [captured]) => {
            const next = tanh(add(mul(carry!, captured!), item!));
            return { carries: [next], outputs: [mul(next, item!)] };
          },
        );
        return add(outputs[0]!, carries[0]!);
      },
    },
    {
      shapes: of([2], [3, 2]),
      build: ([start, items]) =>
        scan({ carries: [start!], sequences: [items!], captures: [], reverse: true }, ([carry], [item]) => {
          const next = mul(carry!, sigmoid(item!));
          return { carries: [next], outputs: [next] };
        }).outputs[0]!,
    },
  ],
};

const STEP = 1e-2;

/** Σ weights·output, summed in float64: the scalar whose slope is compared. */
function weightedSum(output: Float32Array, weights: Float32Array): number {
  return output.reduce((sum, value, index) => sum + value * (weights[index] as number), 0);
}

describe('gradients agree with central differences', () => {
  const cases = Object.entries(SAMPLES).flatMap(([name, samples]) =>
    samples.map((sample, index) => [`${name} ${index + 1}`, sample] as const),
  );

  it.each(cases)('%s', async (_name, { shapes, build, values = (value) => value }) => {
    const random = createRandom(7);
    const forward = new Graph();
    const inputs = shapes.map((shape, index) => forward.input(`x${index}`, shape));
    const output = build(inputs);
    forward.output('y', output);
    const weights = Float32Array.from({ length: elementCount(output.shape) }, () => random.between(0.5, 1.5));

    const backward = new Graph();
    const others = shapes.map((shape, index) => backward.input(`x${index}`, shape));
    const loss = sum(mul(build(others), backward.constant(weights, output.shape)));
    gradientsOf(loss, others).forEach((gradient, index) => {
      expect(gradient.shape).toEqual(shapes[index]);
      backward.output(`d${index}`, gradient);
    });

    // Distinct values, so that no two candidates of a maximum are within a step of one another.
    const feeds = Object.fromEntries(
      shapes.map((shape, index) => {
        const count = elementCount(shape);
        const distinct = shuffled(
          random,
          Array.from({ length: count }, (_, item) => (2 * (item + 0.5)) / count - 1),
        );
        return [`x${index}`, Float32Array.from(distinct, values)];
      }),
    );
    const forwardRunner = await compileGraph(forward);
    const backwardRunner = await compileGraph(backward);
    const gradients = await backwardRunner.run(feeds);
    const lossAt = async (name: string, item: number, delta: number) => {
      const moved = feeds[name]!.slice();
      moved[item] = (moved[item] as number) + delta;
      return weightedSum((await forwardRunner.run({ ...feeds, [name]: moved }))['y']!, weights);
    };
    for (const [index, shape] of shapes.entries()) {
      for (let item = 0; item < elementCount(shape); item++) {
        const slope = ((await lossAt(`x${index}`, item, STEP)) - (await lossAt(`x${index}`, item, -STEP))) / (2 * STEP);
        const gradient = gradients[`d${index}`]![item] as number;
        expect(Math.abs(gradient - slope) / Math.max(1, Math.abs(slope))).toBeLessThan(3e-3);
      }
    }
    await forwardRunner.release();
    await backwardRunner.release();
  });
});

describe('shapes', () => {
  it('refuses what does not fit, when the graph is built', () => {
    const graph = new Graph();
    const a = graph.input('a', [2, 3]);
    const b = graph.input('b', [2, 4]);
    expect(() => add(a, b)).toThrow('broadcast');
    expect(() => matMul(a, b)).toThrow('multiply');
    expect(() => reshape(a, [4, 2])).toThrow('cannot become');
    const weights = graph.input('weights', [3, 1, 3, 3]);
    expect(() => conv2d(graph.input('image', [1, 2, 4, 4]), weights, { ...conv, group: 2 })).toThrow('do not fit');
  });

  it('refuses a loop that uses what it does not name', () => {
    const graph = new Graph();
    const a = graph.input('a', [2]);
    const b = graph.input('b', [3, 2]);
    expect(() =>
      scan({ carries: [a], sequences: [b], captures: [] }, ([carry]) => ({
        carries: [add(carry!, a)],
        outputs: [],
      })),
    ).toThrow('not among its captures');
  });

  it('lets no gradient through where it was stopped', () => {
    const graph = new Graph();
    const a = graph.input('a', [3]);
    const loss = sum(stopGradient(a));
    expect(() => gradientsOf(loss, [a])).toThrow('does not depend');
  });
});
