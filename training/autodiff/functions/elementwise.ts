import type { Tensor } from '../tensor.ts';
import type { Operand } from './operands.ts';
import { apply } from './operands.ts';

/** a + b; shapes broadcast. */
export const add = (a: Operand, b: Operand): Tensor => apply('Add', [a, b], {});

/** a − b; shapes broadcast. */
export const sub = (a: Operand, b: Operand): Tensor => apply('Sub', [a, b], {});

/** a · b, element by element; shapes broadcast. */
export const mul = (a: Operand, b: Operand): Tensor => apply('Mul', [a, b], {});

/** a / b; shapes broadcast. */
export const div = (a: Operand, b: Operand): Tensor => apply('Div', [a, b], {});

/** −x, of x's shape. */
export const neg = (x: Tensor): Tensor => apply('Neg', [x], {});

/** |x|, of x's shape. */
export const abs = (x: Tensor): Tensor => apply('Abs', [x], {});

/** eˣ, of x's shape. */
export const exp = (x: Tensor): Tensor => apply('Exp', [x], {});

/** Natural logarithm, of x's shape. */
export const log = (x: Tensor): Tensor => apply('Log', [x], {});

/** √x, of x's shape. */
export const sqrt = (x: Tensor): Tensor => apply('Sqrt', [x], {});

/** max(x, 0), of x's shape. */
export const relu = (x: Tensor): Tensor => apply('Relu', [x], {});

/** 1 / (1 + e⁻ˣ), of x's shape. */
export const sigmoid = (x: Tensor): Tensor => apply('Sigmoid', [x], {});

/** Hyperbolic tangent, of x's shape. */
export const tanh = (x: Tensor): Tensor => apply('Tanh', [x], {});

/** x · max(0, min(1, x/6 + 1/2)) (Howard et al. 2019, MobileNetV3), of x's shape. */
export const hardSwish = (x: Tensor): Tensor => apply('HardSwish', [x], {});

/** Logarithm of the softmax over the last axis, of x's shape. */
export const logSoftmax = (x: Tensor): Tensor => apply('LogSoftmax', [x], {});

/** Whether a > b; shapes broadcast. No gradient. */
export const greater = (a: Operand, b: Operand): Tensor => apply('Greater', [a, b], {});

/** Whether a < b; shapes broadcast. No gradient. */
export const less = (a: Operand, b: Operand): Tensor => apply('Less', [a, b], {});

/** Whether a = b; shapes broadcast. No gradient. */
export const equal = (a: Operand, b: Operand): Tensor => apply('Equal', [a, b], {});

/** 1 where a comparison holds, else 0, of its shape. No gradient. */
export const toFloat = (comparison: Tensor): Tensor => apply('Cast', [comparison], { to: 'float32' });

/** x with a derivative that counts as zero. */
export const stopGradient = (x: Tensor): Tensor => apply('StopGradient', [x], {});
