import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { Network, NetworkContext } from './context.ts';
import { batchNorm, convolution2d, dense, dropout, maxPool, mean, relu } from './layers.ts';
import { gatedRecurrentUnit } from './recurrent.ts';

export interface MelCnnOptions {
  readonly genreCount: number;
  readonly head: 'pool' | 'gru' | 'attention';
  readonly filters: readonly number[];
  readonly pools: readonly (readonly [number, number])[];
  readonly kernel?: number;
}

export function melCnn(options: MelCnnOptions): Network {
  return (context, patches) => {
    const { graph } = context;
    const [batch = 0, rows = 0, columns = 0] = patches.shape;
    const picture = graph.emit('Reshape', [patches], { target: [batch, 1, rows, columns] });
    let x = withFrequencyRamp(context, picture);
    options.filters.forEach((filters, index) => {
      const block = `block${index + 1}`;
      x = convolution2d(context, `${block}.conv`, x, { filters, kernel: [3, 3], padding: 'same' });
      x = maxPool(context, x, options.pools[index] ?? [2, 2]);
      x = relu(context, batchNorm(context, `${block}.norm`, x));
    });
    let pooled: Tensor;
    if (options.head === 'gru') {
      const [, f = 0, h = 0, w = 0] = x.shape;
      const seq = graph.emit('Reshape', [graph.emit('Transpose', [x], { perm: [0, 3, 1, 2] })], { target: [batch, w, f * h] });
      const states = gatedRecurrentUnit(context, 'gru', dropout(context, seq, 0.2), 64);
      const sum = states.reduce((a, b) => graph.emit('Add', [a, b], {}));
      const m = graph.emit('Mul', [sum, graph.scalar(1 / states.length)], {});
      pooled = graph.emit('Concat', [m, mean(context, seq, [1])], { axis: 1 });
    } else if (options.head === 'attention') {
      const [, f = 0, h = 0, w = 0] = x.shape;
      // temporal conv over flattened bands
      let seq = graph.emit('Reshape', [x], { target: [batch, f * h, 1, w] });
      seq = dropout(context, seq, 0.2);
      let t = convolution2d(context, 'time1', seq, { filters: 96, kernel: [1, 5], padding: 'same' });
      t = relu(context, batchNorm(context, 'time1.norm', t));
      let t2 = convolution2d(context, 'time2', t, { filters: 96, kernel: [1, 5], padding: 'same' });
      t2 = relu(context, batchNorm(context, 'time2.norm', t2));
      pooled = graph.emit('Concat', [mean(context, t2, [2, 3]), graph.emit('ReduceMax', [t2], { axes: [2, 3] }), mean(context, seq, [2, 3])], { axis: 1 });
    } else {
      const time = mean(context, x, [3]);
      const flat = graph.emit('Reshape', [time], { target: [batch, sizeAt(x.shape, 1) * sizeAt(x.shape, 2)] });
      pooled = graph.emit('Concat', [flat, graph.emit('ReduceMax', [x], { axes: [2, 3] })], { axis: 1 });
    }
    return dense(context, 'genres', dropout(context, pooled, 0.4), options.genreCount);
  };
}

/** A second channel that says which row it is: pictures of sound mean different things at different heights. */
function withFrequencyRamp({ graph }: NetworkContext, picture: Tensor): Tensor {
  const rows = sizeAt(picture.shape, 2);
  const ramp = Float32Array.from({ length: rows }, (_, row) => 1.7 * ((2 * row) / (rows - 1) - 1));
  const zeros = graph.emit('Mul', [picture, graph.scalar(0)], {});
  const channel = graph.emit('Add', [zeros, graph.constant(ramp, [1, 1, rows, 1], 'frequencyRamp')], {});
  return graph.emit('Concat', [picture, channel], { axis: 1 });
}
