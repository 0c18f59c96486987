import { add, mul, slice, sub } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { NetworkLayout } from '../network/context.ts';
import { layerRates } from '../network/layer-rates.ts';
import type { OptimizerOptions } from '../optimizer/optimizer.ts';
import { clippingScale, createOptimizer, decayMask } from '../optimizer/optimizer.ts';
import type { Piece } from './pieces.ts';

/** Tensors by name. */
export type Named = Readonly<Record<string, Tensor>>;
/** Vectors by name, each in pieces. */
export type NamedPieces = Readonly<Record<string, readonly Tensor[]>>;

/** How weights follow their gradient. */
export interface WeightUpdateOptions {
  readonly optimizer: OptimizerOptions;
  /** Largest norm of the gradient; null for any. */
  readonly clipNorm: number | null;
  /** See TrainingOptions. */
  readonly averagingRate: number;
  /** See TrainingOptions. */
  readonly earlyRate: number;
}

/** What the pieces are cut from, and the step's numbers. */
interface UpdateSetting extends WeightUpdateOptions {
  readonly layout: NetworkLayout;
  readonly pieces: readonly Piece[];
  /** [4] the optimiser's three and the share of the average that is renewed. */
  readonly rates: Tensor;
}

/**
 * The next parameters, the optimiser's next vectors and the next average of the parameters.
 * @param state the same vectors as they are
 * @param gradient in pieces, as the vectors are
 */
export function updateWeights(state: NamedPieces, gradient: readonly Tensor[], setting: UpdateSetting): NamedPieces {
  const [first] = gradient;
  if (!first) throw new Error('there is nothing to train');
  const gradientScale = setting.clipNorm === null ? first.graph.scalar(1) : clippingScale(gradient, setting.clipNorm);
  const names = ['parameters', ...createOptimizer(setting.optimizer).slots, 'averagedParameters'];
  const updated = setting.pieces.map((piece, index) => {
    const own = Object.fromEntries(names.map((name) => [name, pieceAt(state, name, index)]));
    return updatePiece(own, gradient[index] as Tensor, gradientScale, piece, setting);
  });
  return Object.fromEntries(names.map((name) => [name, updated.map((next) => next[name] as Tensor)]));
}

function updatePiece(
  state: Named,
  gradient: Tensor,
  gradientScale: Tensor,
  piece: Piece,
  { layout, optimizer: options, rates, earlyRate, averagingRate }: UpdateSetting,
): Named {
  const optimizer = createOptimizer(options);
  const parameters = state['parameters'] as Tensor;
  const updated = optimizer.update({
    parameters,
    slots: optimizer.slots.map((name) => state[name] as Tensor),
    gradient,
    gradientScale,
    decayMask: decayMask(gradient.graph, piece.parameters),
    rates,
  });
  const next =
    earlyRate === 1
      ? updated.parameters
      : slowed(parameters, updated.parameters, layerRates(layout.parameters, earlyRate).slice(piece.start, piece.end));
  return {
    parameters: next,
    ...Object.fromEntries(optimizer.slots.map((name, index) => [name, updated.slots[index] as Tensor])),
    averagedParameters: movingAverage(state['averagedParameters'] as Tensor, next, { rates, averagingRate }),
  };
}

/** The moving average over steps; one that each step renews whole is the newest values. */
export function movingAverage(
  old: Tensor,
  fresh: Tensor,
  { rates, averagingRate }: Pick<UpdateSetting, 'rates' | 'averagingRate'>,
): Tensor {
  if (averagingRate === 1) return fresh;
  const renewed = slice(rates, { axis: 0, start: 3, end: 4 });
  return add(mul(old, sub(1, renewed)), mul(fresh, renewed));
}

/** Takes so much of every step. @param shares of all parameters of the piece, flat */
function slowed(before: Tensor, after: Tensor, shares: Float32Array): Tensor {
  return add(before, mul(sub(after, before), before.graph.constant(shares, [shares.length])));
}

function pieceAt(state: NamedPieces, name: string, index: number): Tensor {
  const piece = state[name]?.[index];
  if (!piece) throw new Error(`the step lacks ${name}`);
  return piece;
}
