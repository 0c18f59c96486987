import { mean, mul, relu, reshape, sigmoid } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from './context.ts';
import { dense } from './layers.ts';

/**
 * Weighs every channel by what all channels' means say (Hu et al. 2018): [N, C, H, W] → the same.
 * @param squeezed units of the layer between the means and the weights
 */
export function squeezeAndExcitation(context: NetworkContext, name: string, input: Tensor, squeezed: number): Tensor {
  const channels = sizeAt(input.shape, 1);
  const means = mean(input, { axes: [2, 3] });
  const hidden = relu(dense(context, `${name}.squeeze`, means, squeezed));
  const weights = sigmoid(dense(context, `${name}.excitation`, hidden, channels));
  return mul(input, reshape(weights, [sizeAt(input.shape, 0), channels, 1, 1]));
}
