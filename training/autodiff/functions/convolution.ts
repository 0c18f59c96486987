import type { ConvolutionAttributes, OperationAttributes } from '../attributes.ts';
import type { Tensor } from '../tensor.ts';
import { apply } from './operands.ts';

/** Cross-correlation: [N, C, H, W] with `weights` [M, C/group, kh, kw] → [N, M, H', W']. */
export const conv2d = (x: Tensor, weights: Tensor, attributes: ConvolutionAttributes): Tensor =>
  apply('Conv', [x, weights], attributes);

/** The transpose of {@link conv2d}: [N, M, H', W'] with `weights` [M, C/group, kh, kw] → [N, C, H, W]. No gradient. */
export const convTranspose2d = (x: Tensor, weights: Tensor, attributes: OperationAttributes['ConvTranspose']): Tensor =>
  apply('ConvTranspose', [x, weights], attributes);

/** Maximum of each window: [N, C, H, W] → [N, C, H', W']. */
export const maxPool2d = (x: Tensor, attributes: OperationAttributes['MaxPool']): Tensor =>
  apply('MaxPool', [x], attributes);
