import { add, div, exp, logSoftmax, mul, stopGradient, sub, sum } from '../autodiff/functions/index.ts';
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
export function genreCrossEntropy(logits: Tensor, targets: GenreTargets): Tensor {
  const logProbabilities = logSoftmax(logits);
  const target = smoothedTarget(logProbabilities, targets);
  const total = sum(mul(mul(target, targets.weights), logProbabilities));
  return mul(total, -1 / sizeAt(logits.shape, 0));
}

function smoothedTarget(logProbabilities: Tensor, targets: GenreTargets): Tensor {
  const probabilities = stopGradient(exp(logProbabilities));
  const restricted = (allowed: Tensor) => {
    const kept = mul(probabilities, allowed);
    return div(kept, add(sum(kept, { axes: [1], keepDims: true }), 1e-12));
  };
  const other = restricted(targets.otherAllowed);
  const mixed = add(other, mul(sub(restricted(targets.allowed), other), targets.mix));
  const uniform = targets.labelSmoothing / sizeAt(logProbabilities.shape, 1);
  return add(mul(mixed, 1 - targets.labelSmoothing), uniform);
}
