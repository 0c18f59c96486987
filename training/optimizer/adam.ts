import { add, div, mul, slice, sqrt, sub } from '../autodiff/functions/index.ts';
import type { Optimizer, OptimizerOptions, OptimizerTensors, UpdateOperands } from './optimizer.ts';

type AdamOptions = Exclude<OptimizerOptions, { kind: 'sgd' }>;

/**
 * m' = β₁m + (1−β₁)g;  v' = β₂v + (1−β₂)g²;  w' = w − η·m̂/(√v̂ + ε), with m̂ and v̂ corrected for their start at zero.
 * Adam adds λw to g, AdamW takes ηλw from w. Both corrections are in the rates: w' = w − α·m'/(√v' + ε̂) with
 * α = η·√(1−β₂ᵗ)/(1−β₁ᵗ) and ε̂ = ε·√(1−β₂ᵗ) (Kingma & Ba 2015, section 2).
 */
export function adam(options: AdamOptions): Optimizer {
  const { beta1, beta2, epsilon } = options;
  return {
    slots: ['firstMoment', 'secondMoment'],
    update: (operands) => updateAdam(operands, options),
    rates(learningRate, step) {
      const correction = Math.sqrt(1 - beta2 ** step);
      return [learningRate, (learningRate * correction) / (1 - beta1 ** step), epsilon * correction];
    },
  };
}

/** Every operation on whole vectors costs a pass over memory: what numbers alone allow is multiplied before them. */
function updateAdam(operands: UpdateOperands, options: AdamOptions): OptimizerTensors {
  const { parameters, decayMask, gradientScale, rates } = operands;
  const [oldFirst, oldSecond] = operands.slots;
  if (!oldFirst || !oldSecond) throw new Error('Adam lacks its moments');
  const rate = (index: number) => slice(rates, { axis: 0, start: index, end: index + 1 });
  const decay = (share: number) => mul(parameters, mul(decayMask, options.weightDecay * share));
  const decays = (kind: AdamOptions['kind']) => options.kind === kind && options.weightDecay !== 0;
  const newShare = 1 - options.beta1;
  const scaled = mul(operands.gradient, mul(gradientScale, newShare));
  // (1−β₁)g
  const fresh = decays('adam') ? add(scaled, decay(newShare)) : scaled;
  const firstMoment = add(mul(oldFirst, options.beta1), fresh);
  const squares = mul(mul(fresh, fresh), (1 - options.beta2) / newShare ** 2);
  const secondMoment = add(mul(oldSecond, options.beta2), squares);
  const step = mul(div(firstMoment, add(sqrt(secondMoment), rate(2))), rate(1));
  const stepped = sub(parameters, step);
  const decayed = decays('adamw') ? sub(stepped, mul(decay(1), rate(0))) : stepped;
  return { parameters: decayed, slots: [firstMoment, secondMoment] };
}
