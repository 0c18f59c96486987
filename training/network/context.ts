import type { Graph } from '../autodiff/graph.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';

/** How a parameter starts. */
export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  /** Normal with variance 2/fanIn (He et al. 2015), for layers before a ReLU. */
  | { readonly kind: 'heNormal'; readonly fanIn: number }
  /** Uniform within ±√(6/(fanIn+fanOut)) (Glorot & Bengio 2010). */
  | { readonly kind: 'glorotUniform'; readonly fanIn: number; readonly fanOut: number }
  /** Orthonormal rows (Saxe et al. 2014). */
  | { readonly kind: 'orthogonalRows'; readonly columns: number }
  /** Equal blocks, each of one value. */
  | { readonly kind: 'blocks'; readonly values: readonly number[] };

/** One entry of a flat parameter vector. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** Weight decay applies to weights, not to biases and scales. */
  readonly decays: boolean;
}

/** One entry of the flat vector of running statistics. */
interface StatisticSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly initial: number;
}

/**
 * Where a network's layers get their weights from and whether they train. The same network function
 * builds training step, evaluation and export, so the three cannot drift apart.
 */
export interface NetworkContext {
  readonly training: boolean;
  /**
   * Whether layers may be computed by less work, such as recurrent ones by ONNX's own operations: for finished networks,
   * where no gradient is wanted.
   */
  readonly fused: boolean;
  parameter(spec: ParameterSpec): Tensor;
  /** The running value of a statistic, such as a batch norm's mean. */
  statistic(spec: StatisticSpec): Tensor;
  /** Sets the value that the statistic has after this step. */
  updateStatistic(name: string, value: Tensor): void;
  /** Uniform noise in [0, 1), fed by the caller on every step, so that a resumed run repeats exactly. */
  noise(shape: Shape): Tensor;
  /** Notes what the last layer is given. */
  head(features: Tensor): void;
  /** Notes a layer that is complete: its kind, and what it gives. */
  layer(kind: string, output: Tensor): void;
}

/** One line of a network's table. */
interface LayerSummary {
  readonly kind: string;
  /** Without the batch. */
  readonly outputShape: Shape;
  /** Numbers of its own, running statistics included. */
  readonly parameters: number;
}

/** A genre network: patches [batch, …input] → logits [batch, genres]. */
export type Network = (context: NetworkContext, patches: Tensor) => Tensor;

/** The order and place of every parameter and statistic in the flat vectors. */
export interface NetworkLayout {
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: readonly StatisticSpec[];
  readonly parameterCount: number;
  readonly statisticCount: number;
  /** Of the noise that one training step takes. */
  readonly noiseShapes: readonly Shape[];
  readonly layers: readonly LayerSummary[];
}

/** Runs the network once on a scratch graph to learn what it asks for, in order. */
export function layoutOf(network: Network, createGraph: () => Graph, inputShape: Shape): NetworkLayout {
  const graph = createGraph();
  const parameters: ParameterSpec[] = [];
  const statistics: StatisticSpec[] = [];
  const noiseShapes: Shape[] = [];
  const layers: LayerSummary[] = [];
  const count = () => total(parameters) + total(statistics);
  let counted = 0;
  network(
    {
      training: true,
      fused: false,
      parameter(spec) {
        parameters.push(spec);
        return graph.input(spec.name, spec.shape);
      },
      statistic(spec) {
        statistics.push(spec);
        return graph.input(spec.name, spec.shape);
      },
      updateStatistic() {},
      noise: (shape) => graph.input(`noise_${noiseShapes.push(shape)}`, shape),
      head() {},
      layer(kind, output) {
        layers.push({ kind, outputShape: output.shape.slice(1), parameters: count() - counted });
        counted = count();
      },
    },
    graph.input('patches', inputShape),
  );
  return {
    parameters,
    statistics,
    noiseShapes,
    layers,
    parameterCount: total(parameters),
    statisticCount: total(statistics),
  };
}

function total(specs: readonly { readonly shape: Shape }[]): number {
  return specs.reduce((sum, spec) => sum + elementCount(spec.shape), 0);
}
