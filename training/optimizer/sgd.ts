import { add, mul, slice, sub } from '../autodiff/functions/index.ts';
import type { Optimizer, OptimizerOptions, UpdateOperands } from './optimizer.ts';

/** v' = μ·v + g + λ·w;  w' = w − η·v'  (Polyak 1964). */
export function stochasticGradientDescent({
  momentum,
  weightDecay,
}: Extract<OptimizerOptions, { kind: 'sgd' }>): Optimizer {
  return {
    slots: ['velocity'],
    update({ parameters, slots, gradient, gradientScale, decayMask, rates }: UpdateOperands) {
      const [velocity] = slots;
      if (!velocity) throw new Error('momentum has no velocity');
      const decay = mul(parameters, mul(decayMask, weightDecay));
      const next = add(mul(velocity, momentum), add(mul(gradient, gradientScale), decay));
      const rate = slice(rates, { axis: 0, start: 0, end: 1 });
      return { parameters: sub(parameters, mul(next, rate)), slots: [next] };
    },
    rates: (learningRate) => [learningRate, 0, 0],
  };
}
