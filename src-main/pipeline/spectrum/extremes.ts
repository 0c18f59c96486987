import type { Code, Program, Variable } from '../features/simd/wasm-assembler.ts';
import { f32x4, FunctionWriter, i32, startProgram, v128 } from '../features/simd/wasm-assembler.ts';

/** The most samples that {@link extremesOf} takes at once. */
export const EXTREMES_CAPACITY = 16_384;

/** Widths are multiples of it. */
export const EXTREMES_LANES = 4;

const SAMPLE_BYTES = Float32Array.BYTES_PER_ELEMENT;
const MOST_PIECES = EXTREMES_CAPACITY / EXTREMES_LANES;
const HIGHEST = EXTREMES_CAPACITY * SAMPLE_BYTES;
const LOWEST = HIGHEST + MOST_PIECES * SAMPLE_BYTES;
const END = LOWEST + MOST_PIECES * SAMPLE_BYTES;

let started: Program | null = null;

/**
 * The extremes of pieces of equal length, four samples at a time by WebAssembly.
 * @param samples whole pieces, at most {@link EXTREMES_CAPACITY} samples, none of them NaN
 * @param width samples of a piece, a multiple of {@link EXTREMES_LANES}
 * @returns highest and lowest of every piece, which the next call overwrites
 */
export function extremesOf(samples: Float32Array, width: number): readonly [Float32Array, Float32Array] {
  started ??= startProgram(END, extremesFunction());
  const { memory, run } = started;
  new Float32Array(memory, 0, samples.length).set(samples);
  run(samples.length * SAMPLE_BYTES, width * SAMPLE_BYTES);
  const pieces = samples.length / width;
  return [new Float32Array(memory, HIGHEST, pieces), new Float32Array(memory, LOWEST, pieces)];
}

/** Of the bytes up to its first parameter, in pieces of as many bytes as its second. */
function extremesFunction(): FunctionWriter {
  const f = new FunctionWriter(2);
  const [end, width] = f.parameters as [Code, Code];
  const [place, piece] = [f.variable(i32.const(0)), f.variable(i32.const(0))];
  f.loop(place, 0, end, () => {
    const pieceEnd = f.variable(i32.add(place.value, width));
    const highest = f.vectorVariable(v128.load(place.value));
    const lowest = f.vectorVariable(highest.value);
    f.loop(place, EXTREMES_LANES * SAMPLE_BYTES, pieceEnd.value, () => {
      const four = f.let(v128.load(place.value));
      f.set(highest, f32x4.max(highest.value, four));
      f.set(lowest, f32x4.min(lowest.value, four));
    });
    storeExtreme(f, highest, f32x4.max, piece, HIGHEST);
    storeExtreme(f, lowest, f32x4.min, piece, LOWEST);
    f.advance(piece, i32.const(SAMPLE_BYTES));
  });
  return f;
}

function storeExtreme(
  f: FunctionWriter,
  { value: four }: Variable,
  choose: (a: Code, b: Code) => Code,
  piece: Variable,
  offset: number,
): void {
  const two = f.let(choose(four, f32x4.rotate(four, 2)));
  f.do(v128.storeQuarter(piece.value, offset, choose(two, f32x4.rotate(two, 1))));
}
