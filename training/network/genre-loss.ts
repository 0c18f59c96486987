import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';

/** Targets of a batch whose examples may be blends of two (mixup, Zhang et al. 2018). */
export interface GenreTargets {
  /** [batch, genres]: 1 for every genre that the label allows; one genre normally, several for a partial label. */
  readonly allowed: Tensor;
  /** The same for the example mixed in. */
  readonly otherAllowed: Tensor;
  /** [batch, 1]: share of the first example. */
  readonly mix: Tensor;
  /** [batch, 1]: weight of every example. */
  readonly weights: Tensor;
  /** Share of the target that is spread over all genres. */
  readonly labelSmoothing: number;
}

/**
 * Mean cross-entropy. The target of a partial label is the network's own distribution restricted to the
 * allowed genres; held constant, its gradient is that of −log Σ_allowed p (Jin & Ghahramani 2002).
 * Softmax and target are computed apart from the differentiated path, so nothing flows through them.
 */
export function genreCrossEntropy(graph: Graph, logits: Tensor, targets: GenreTargets): Tensor {
  const logProbabilities = graph.emit('LogSoftmax', [logits], {});
  const target = smoothedTarget(graph, logProbabilities, targets);
  const products = graph.emit('Mul', [graph.emit('Mul', [target, targets.weights], {}), logProbabilities], {});
  const sum = graph.emit('ReduceSum', [products], { axes: [0, 1], keepdims: false });
  return graph.emit('Mul', [sum, graph.scalar(-1 / sizeAt(logits.shape, 0))], {});
}

function smoothedTarget(graph: Graph, logProbabilities: Tensor, targets: GenreTargets): Tensor {
  const probabilities = stopGradient(graph, graph.emit('Exp', [logProbabilities], {}));
  const restricted = (allowed: Tensor) => {
    const kept = graph.emit('Mul', [probabilities, allowed], {});
    const total = graph.emit('ReduceSum', [kept], { axes: [1], keepdims: true });
    return graph.emit('Div', [kept, graph.emit('Add', [total, graph.scalar(1e-12)], {})], {});
  };
  const other = restricted(targets.otherAllowed);
  const difference = graph.emit('Sub', [restricted(targets.allowed), other], {});
  const mixed = graph.emit('Add', [other, graph.emit('Mul', [difference, targets.mix], {})], {});
  const uniform = targets.labelSmoothing / sizeAt(logProbabilities.shape, 1);
  const kept = graph.emit('Mul', [mixed, graph.scalar(1 - targets.labelSmoothing)], {});
  return graph.emit('Add', [kept, graph.scalar(uniform)], {});
}

function stopGradient(graph: Graph, tensor: Tensor): Tensor {
  return graph.emit('StopGradient', [tensor], {});
}
