import { add, div, mul, slice, sqrt, sub } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { Optimizer, OptimizerOptions, OptimizerTensors, UpdateOperands } from './optimizer.ts';

type AdamOptions = Exclude<OptimizerOptions, { kind: 'sgd' }>;

/**
 * m' = β₁m + (1−β₁)g;  v' = β₂v + (1−β₂)g²;  w' = w − η·m̂/(√v̂ + ε), with m̂ and v̂ corrected for their start at zero.
 * Adam adds λw to g, AdamW takes ηλw from w.
 */
export function adam(options: AdamOptions): Optimizer {
  const { beta1, beta2 } = options;
  return {
    slots: ['firstMoment', 'secondMoment'],
    update: (operands) => updateAdam(operands, options),
    rates: (learningRate, step) => [learningRate, learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step)],
  };
}

function updateAdam(operands: UpdateOperands, options: AdamOptions): OptimizerTensors {
  const { parameters, decayMask, rates } = operands;
  const [oldFirst, oldSecond] = operands.slots;
  if (!oldFirst || !oldSecond) throw new Error('Adam lacks its moments');
  const rate = (index: number) => slice(rates, { axis: 0, start: index, end: index + 1 });
  const decay = options.weightDecay === 0 ? null : mul(mul(parameters, decayMask), options.weightDecay);
  const gradient = options.kind === 'adam' && decay ? add(operands.gradient, decay) : operands.gradient;
  const firstMoment = average(oldFirst, gradient, options.beta1);
  const secondMoment = average(oldSecond, mul(gradient, gradient), options.beta2);
  const denominator = add(sqrt(mul(secondMoment, rate(2))), options.epsilon);
  const stepped = sub(parameters, mul(div(firstMoment, denominator), rate(1)));
  const decayed = options.kind === 'adamw' && decay ? sub(stepped, mul(decay, rate(0))) : stepped;
  return { parameters: decayed, slots: [firstMoment, secondMoment] };
}

/** β·old + (1−β)·fresh */
function average(old: Tensor, fresh: Tensor, beta: number): Tensor {
  return add(mul(old, beta), mul(fresh, 1 - beta));
}
