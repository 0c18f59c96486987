import { concat, ravel, slice } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { NetworkLayout, ParameterSpec } from '../network/context.ts';
import { unflatten } from '../network/parameters.ts';

/** A stretch of the flat vectors that are as long as the parameters. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly parameters: readonly ParameterSpec[];
}

/** Numbers of a parameter from which on copying it costs more than updating it by operations of its own. */
const LARGE = 1 << 17;

/**
 * How a run of several steps holds the flat vectors: every large parameter is a piece, so that no step copies it out of
 * the parameters' vector, nor its gradient into one; the small ones between share a piece. A single step has one piece:
 * cutting and joining would cost what it saves.
 */
export function piecesOf(layout: Pick<NetworkLayout, 'parameters'>, stepsPerRun: number): Piece[] {
  const isLarge = ({ shape }: ParameterSpec) => stepsPerRun > 1 && elementCount(shape) >= LARGE;
  const groups: ParameterSpec[][] = [];
  for (const spec of layout.parameters) {
    const last = groups.at(-1);
    if (!last || isLarge(spec) || last.some(isLarge)) groups.push([spec]);
    else last.push(spec);
  }
  let end = 0;
  return groups.map((parameters) => {
    const start = end;
    end += parameters.reduce((count, { shape }) => count + elementCount(shape), 0);
    return { start, end, parameters };
  });
}

/** A flat vector in pieces. */
export function cut(vector: Tensor, pieces: readonly Piece[]): Tensor[] {
  return pieces.length === 1 ? [vector] : pieces.map(({ start, end }) => slice(vector, { axis: 0, start, end }));
}

/** The flat vector of pieces, or of tensors of any shape. */
export function join(tensors: readonly Tensor[]): Tensor {
  const flat = tensors.map((tensor) => (tensor.shape.length === 1 ? tensor : ravel(tensor)));
  const [first] = flat;
  return first && flat.length === 1 ? first : concat(flat, { axis: 0 });
}

/** The parameters by name. @param vector in pieces */
export function parametersIn(vector: readonly Tensor[], pieces: readonly Piece[]): Map<string, Tensor> {
  return new Map(pieces.flatMap(({ parameters }, index) => [...unflatten(vector[index] as Tensor, parameters)]));
}
