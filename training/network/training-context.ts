import { concat, ravel } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { NetworkContext, NetworkLayout } from './context.ts';
import { unflatten } from './parameters.ts';

/** What a network trains with. */
export interface TrainingTensors {
  /** By name. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Flat. */
  readonly statistics: Tensor;
  /** In the order in which the network asks for it. */
  readonly noise: readonly Tensor[];
}

/** The context of training: statistics are renewed, noise is fed. */
export function trainingContext(layout: NetworkLayout, tensors: TrainingTensors) {
  const statistics = unflatten(tensors.statistics, layout.statistics);
  const updates = new Map(statistics);
  let drawn = 0;
  const context: NetworkContext = {
    training: true,
    fused: false,
    parameter: ({ name }) => found(tensors.parameters.get(name), name),
    statistic: ({ name }) => found(statistics.get(name), name),
    updateStatistic: (name, value) => updates.set(name, value),
    noise: () => found(tensors.noise[drawn++], 'noise'),
    head() {},
    layer() {},
  };
  const nextStatistics = (): Tensor => {
    const flat = [...updates.values()].map(ravel);
    return flat.length === 0 ? tensors.statistics : concat(flat, { axis: 0 });
  };
  return { context, nextStatistics };
}

function found(tensor: Tensor | undefined, name: string): Tensor {
  if (!tensor) throw new Error(`the layout lacks ${name}`);
  return tensor;
}
