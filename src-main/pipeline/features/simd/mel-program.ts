import type { Code, Program } from './wasm-assembler.ts';
import { f64x2, FunctionWriter, i32, startProgram, v128 } from './wasm-assembler.ts';

/** What a filter bank takes in memory. */
export interface MelSizes {
  /** Of the spectrum. */
  readonly bins: number;
  readonly bands: number;
  /** Of all bands; an even number of each, and at least two. */
  readonly weights: number;
}

/** A running program with views of its memory. */
export interface MelProgram extends Pick<Program, 'run'> {
  /** [bands] pairs: where a band's first power lies and where its weights end, see {@link bandOf}. */
  readonly bands: Int32Array;
  /** [weights], band by band */
  readonly weights: Float64Array;
  /** [bins] */
  readonly power: Float64Array;
  /** [bands] Σ weight·power */
  readonly energies: Float64Array;
  /** What lies in `bands`. @param end of the weights up to this band's */
  bandOf(firstBin: number, end: number): readonly [number, number];
}

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** Sums powers in bands, two bins at a time. */
export function startMelProgram({ bins, bands, weights }: MelSizes): MelProgram {
  const weightsAt = bands * DOUBLE;
  const energiesAt = weightsAt + weights * DOUBLE;
  const powerAt = energiesAt + bands * DOUBLE;
  // The last weight of a band may be a zero for a bin beyond the spectrum.
  const end = powerAt + (bins + 2) * DOUBLE;
  const { memory, run } = startProgram(end, melFunction(bands, weightsAt, energiesAt));
  return {
    run,
    bands: new Int32Array(memory, 0, 2 * bands),
    weights: new Float64Array(memory, weightsAt, weights),
    power: new Float64Array(memory, powerAt, bins),
    energies: new Float64Array(memory, energiesAt, bands),
    bandOf: (firstBin, last) => [powerAt + firstBin * DOUBLE, weightsAt + last * DOUBLE],
  };
}

function melFunction(bands: number, weightsAt: number, energiesAt: number): FunctionWriter {
  const f = new FunctionWriter();
  const [band, weight] = [f.variable(i32.const(0)), f.variable(i32.const(weightsAt))];
  f.loop(band, DOUBLE, i32.const(bands * DOUBLE), () => {
    const bin = f.variable(i32.load(band.value));
    const end = f.variable(i32.load(band.value, 4));
    const sum = f.vectorVariable(f64x2.const(0, 0));
    f.loop(weight, 2 * DOUBLE, end.value, () => {
      const product: Code = f64x2.mul(v128.load(weight.value), v128.load(bin.value));
      f.set(sum, f64x2.add(sum.value, product));
      f.advance(bin, i32.const(2 * DOUBLE));
    });
    f.do(v128.storeHalf(band.value, energiesAt, f64x2.add(sum.value, f64x2.pick(sum.value, 1, sum.value, 0))));
  });
  return f;
}
