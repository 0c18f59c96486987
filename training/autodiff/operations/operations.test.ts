import { describe, expect, it } from 'vitest';
import { createRandom, shuffled } from '../../random.ts';
import { compileGraph } from '../../testing/run-graph.ts';
import type { OperationName } from '../attributes.ts';
import { Graph } from '../graph.ts';
import { gradientsOf } from '../pullback.ts';
import { scan } from '../scan.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { elementCount } from '../tensor.ts';

interface Sample {
  readonly shapes: readonly Shape[];
  readonly build: (graph: Graph, inputs: readonly Tensor[]) => Tensor;
  /** Maps distinct values in ±1 to where the operation is smooth. */
  readonly values?: (value: number) => number;
}

/** Away from zero, so that a kink or a pole is never within the difference's reach. */
const offZero = (value: number) => value + Math.sign(value) * 0.3;
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
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      build: (g, [a, b]) => g.emit('Add', [a!, b!], {}),
    },
    { shapes: [[2, 3], [3]], build: (g, [a, b]) => g.emit('Add', [a!, b!], {}) },
    {
      shapes: [
        [2, 3],
        [2, 1],
      ],
      build: (g, [a, b]) => g.emit('Add', [a!, b!], {}),
    },
  ],
  Sub: [
    {
      shapes: [
        [2, 3],
        [1, 3],
      ],
      build: (g, [a, b]) => g.emit('Sub', [a!, b!], {}),
    },
  ],
  Mul: [
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      build: (g, [a, b]) => g.emit('Mul', [a!, b!], {}),
    },
    {
      shapes: [
        [2, 3, 4],
        [3, 1],
      ],
      build: (g, [a, b]) => g.emit('Mul', [a!, b!], {}),
    },
    { shapes: [[4]], build: (g, [a]) => g.emit('Mul', [a!, a!], {}) },
  ],
  Div: [{ shapes: [[2, 3], [3]], values: positive, build: (g, [a, b]) => g.emit('Div', [a!, b!], {}) }],
  Neg: [{ shapes: [[3]], build: (g, [a]) => g.emit('Neg', [a!], {}) }],
  Exp: [{ shapes: [[5]], build: (g, [a]) => g.emit('Exp', [a!], {}) }],
  Log: [{ shapes: [[5]], values: positive, build: (g, [a]) => g.emit('Log', [a!], {}) }],
  Sqrt: [{ shapes: [[5]], values: positive, build: (g, [a]) => g.emit('Sqrt', [a!], {}) }],
  Relu: [{ shapes: [[3, 4]], values: offZero, build: (g, [a]) => g.emit('Relu', [a!], {}) }],
  Sigmoid: [{ shapes: [[5]], build: (g, [a]) => g.emit('Sigmoid', [a!], {}) }],
  Tanh: [{ shapes: [[5]], build: (g, [a]) => g.emit('Tanh', [a!], {}) }],
  LogSoftmax: [{ shapes: [[3, 5]], build: (g, [a]) => g.emit('LogSoftmax', [a!], {}) }],
  MatMul: [
    {
      shapes: [
        [2, 3],
        [3, 4],
      ],
      build: (g, [a, b]) => g.emit('MatMul', [a!, b!], {}),
    },
    {
      shapes: [
        [2, 3, 4],
        [2, 4, 2],
      ],
      build: (g, [a, b]) => g.emit('MatMul', [a!, b!], {}),
    },
    {
      shapes: [
        [2, 3, 4],
        [4, 2],
      ],
      build: (g, [a, b]) => g.emit('MatMul', [a!, b!], {}),
    },
  ],
  Transpose: [{ shapes: [[2, 3, 4]], build: (g, [a]) => g.emit('Transpose', [a!], { perm: [2, 0, 1] }) }],
  Reshape: [{ shapes: [[2, 6]], build: (g, [a]) => g.emit('Reshape', [a!], { target: [3, 4] }) }],
  Expand: [{ shapes: [[2, 1]], build: (g, [a]) => g.emit('Expand', [a!], { target: [2, 5] }) }],
  ReduceSum: [
    { shapes: [[2, 3, 4]], build: (g, [a]) => g.emit('ReduceSum', [a!], { axes: [0, 2], keepdims: true }) },
    { shapes: [[2, 3, 4]], build: (g, [a]) => g.emit('ReduceSum', [a!], { axes: [1], keepdims: false }) },
  ],
  ReduceMax: [{ shapes: [[2, 3, 4]], build: (g, [a]) => g.emit('ReduceMax', [a!], { axes: [1, 2] }) }],
  Concat: [
    {
      shapes: [
        [2, 3],
        [2, 2],
      ],
      build: (g, [a, b]) => g.emit('Concat', [a!, b!], { axis: 1 }),
    },
  ],
  Slice: [
    { shapes: [[2, 6]], build: (g, [a]) => g.emit('Slice', [a!], { axis: 1, start: 2, end: 5 }) },
    { shapes: [[4, 2]], build: (g, [a]) => g.emit('Slice', [a!], { axis: 0, start: 0, end: 3 }) },
  ],
  Conv: [
    {
      shapes: [
        [2, 3, 5, 6],
        [4, 3, 3, 3],
      ],
      build: (g, [a, b]) => g.emit('Conv', [a!, b!], conv),
    },
    {
      shapes: [
        [2, 1, 6, 5],
        [2, 1, 2, 3],
      ],
      build: (g, [a, b]) => g.emit('Conv', [a!, b!], { ...conv, pads: [0, 0, 0, 0] }),
    },
    {
      shapes: [
        [1, 2, 7, 8],
        [3, 2, 3, 3],
      ],
      build: (g, [a, b]) => g.emit('Conv', [a!, b!], { ...conv, strides: [2, 2] }),
    },
    {
      shapes: [
        [1, 2, 5, 4],
        [2, 2, 2, 2],
      ],
      build: (g, [a, b]) => g.emit('Conv', [a!, b!], { ...conv, pads: [0, 0, 1, 1] }),
    },
  ],
  MaxPool: [
    {
      shapes: [[2, 2, 4, 6]],
      build: (g, [a]) => g.emit('MaxPool', [a!], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] }),
    },
    {
      shapes: [[1, 2, 5, 5]],
      build: (g, [a]) => g.emit('MaxPool', [a!], { kernel: [3, 3], strides: [1, 2], pads: [0, 1, 1, 1] }),
    },
  ],
  Scan: [
    {
      // A leaky sum with a captured weight: everything that a loop can do has a gradient.
      shapes: [[2, 3], [4, 2, 3], [3]],
      build: (g, [start, items, weight]) => {
        const { carries, outputs } = scan(
          g,
          { carries: [start!], sequences: [items!], captures: [weight!] },
          (body, [carry], [item], [captured]) => {
            const next = body.emit(
              'Tanh',
              [body.emit('Add', [body.emit('Mul', [carry!, captured!], {}), item!], {})],
              {},
            );
            return { carries: [next], outputs: [body.emit('Mul', [next, item!], {})] };
          },
        );
        return g.emit('Add', [outputs[0]!, carries[0]!], {});
      },
    },
    {
      shapes: [[2], [3, 2]],
      build: (g, [start, items]) =>
        scan(g, { carries: [start!], sequences: [items!], captures: [], reverse: true }, (body, [carry], [item]) => {
          const next = body.emit('Mul', [carry!, body.emit('Sigmoid', [item!], {})], {});
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
    const output = build(forward, inputs);
    forward.output('y', output);
    const weights = Float32Array.from({ length: elementCount(output.shape) }, () => random.between(0.5, 1.5));

    const backward = new Graph();
    const others = shapes.map((shape, index) => backward.input(`x${index}`, shape));
    const weighted = backward.emit('Mul', [build(backward, others), backward.constant(weights, output.shape)], {});
    const axes = [...output.shape.keys()];
    const loss = backward.emit('ReduceSum', [weighted], { axes, keepdims: false });
    gradientsOf(backward, loss, others).forEach((gradient, index) => {
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
    expect(() => graph.emit('Add', [a, b], {})).toThrow('broadcast');
    expect(() => graph.emit('MatMul', [a, b], {})).toThrow('multiply');
    expect(() => graph.emit('Reshape', [a], { target: [4, 2] })).toThrow('cannot become');
  });

  it('refuses a loop that uses what it does not name', () => {
    const graph = new Graph();
    const a = graph.input('a', [2]);
    const b = graph.input('b', [3, 2]);
    expect(() =>
      scan(graph, { carries: [a], sequences: [b], captures: [] }, (body, [carry]) => ({
        carries: [body.emit('Add', [carry!, a], {})],
        outputs: [],
      })),
    ).toThrow('not among its captures');
  });

  it('lets no gradient through where it was stopped', () => {
    const graph = new Graph();
    const a = graph.input('a', [3]);
    const loss = graph.emit('ReduceSum', [graph.emit('StopGradient', [a], {})], { axes: [0], keepdims: false });
    expect(() => gradientsOf(graph, loss, [a])).toThrow('does not depend');
  });
});
