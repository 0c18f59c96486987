import type { Code } from './wasm-assembler.ts';
import { f64x2, FunctionWriter, i32, v128 } from './wasm-assembler.ts';

/** Bytes of a complex number: real and imaginary part, float64 each. */
const COMPLEX = 16;
/** Bytes of cos, sin and −sin of an angle. */
const TURN = 24;
const TURNS = 3 * TURN;

/** Where things lie in a program's memory, in bytes. */
export interface FftLayout {
  /** [fftSize] float32 */
  readonly frame: number;
  /** [fftSize] float64 */
  readonly window: number;
  /** Of every pass of radix 4: see {@link turnsOf}. */
  readonly passes: readonly { readonly size: number; readonly turns: number }[];
  /** Two times [fftSize / 2] complex numbers. */
  readonly buffers: readonly [number, number];
  /** cos and sin of 2πk/fftSize for k from 1 to fftSize/4, [fftSize / 4] float64 each. */
  readonly cosines: number;
  readonly sines: number;
  /** [fftSize/2 + 1] float64 */
  readonly power: number;
  readonly end: number;
}

export function fftLayout(fftSize: number): FftLayout {
  const half = fftSize / 2;
  let end = 0;
  const place = (bytes: number): number => (end += bytes) - bytes;
  const passes: { size: number; turns: number }[] = [];
  for (let size = half; size >= 4; size /= 4) passes.push({ size, turns: place((size / 4) * TURNS) });
  return {
    passes,
    window: place(fftSize * 8),
    buffers: [place(half * COMPLEX), place(half * COMPLEX)],
    cosines: place(half * 4),
    sines: place(half * 4),
    power: place((half + 1) * 8),
    frame: place(fftSize * 4),
    end,
  };
}

/** What has to lie in memory before the first frame, but for the window. */
export function fftTables(
  fftSize: number,
  { passes, cosines, sines }: FftLayout,
): { readonly offset: number; readonly values: Float64Array }[] {
  const angles = Float64Array.from({ length: fftSize / 4 }, (_, index) => (2 * Math.PI * (index + 1)) / fftSize);
  return [
    ...passes.map(({ size, turns }) => ({ offset: turns, values: turnsOf(size) })),
    { offset: cosines, values: angles.map(Math.cos) },
    { offset: sines, values: angles.map(Math.sin) },
  ];
}

/** cos, sin and −sin of 2πp/size, 4πp/size, 6πp/size for every p below size/4. */
function turnsOf(size: number): Float64Array {
  const turns = Array.from({ length: size / 4 }, (_, p) =>
    [1, 2, 3].flatMap((power) => {
      const angle = (2 * Math.PI * p * power) / size;
      return [Math.cos(angle), Math.sin(angle), -Math.sin(angle)];
    }),
  );
  return Float64Array.from(turns.flat());
}

/** Of a frame in memory: its power spectrum, into memory. */
export function fftFunction(fftSize: number, layout: FftLayout): FunctionWriter {
  const half = fftSize / 2;
  const f = new FunctionWriter();
  let [from, to] = layout.buffers;
  let stride = 1;
  for (const { turns } of layout.passes) {
    radix4(f, { half, stride, turns, read: stride === 1 ? windowed(layout) : stored(from), to });
    [from, to] = [to, from];
    stride *= 4;
  }
  if (stride < half) {
    radix2(f, half, from, to);
    [from, to] = [to, from];
  }
  outermostPowers(f, half, from, layout);
  innerPowers(f, half, from, layout);
  return f;
}

/** A complex number of a pass's input. @param place of the number, as the address in a buffer @param bytes after it */
type Read = (place: Code, bytes: number) => Code;

const stored =
  (buffer: number): Read =>
  (place, bytes) =>
    v128.load(place, buffer + bytes);

/** Samples 2n and 2n + 1 are one complex number. */
const windowed =
  ({ frame, window }: FftLayout): Read =>
  (place, bytes) =>
    f64x2.mul(f64x2.promote(v128.loadHalf(i32.half(place), frame + bytes / 2)), v128.load(place, window + bytes));

const swapped = (value: Code): Code => f64x2.pick(value, 1, value, 0);

interface Radix4Pass {
  readonly half: number;
  /** How many four-point transforms in a row share a set of turns. */
  readonly stride: number;
  readonly turns: number;
  readonly read: Read;
  readonly to: number;
}

function radix4(f: FunctionWriter, { half, stride, turns, read, to }: Radix4Pass): void {
  const quarter = (half / 4) * COMPLEX;
  const width = stride * COMPLEX;
  const [source, target] = [f.variable(i32.const(0)), f.variable(i32.const(0))];
  const turn = f.variable(i32.const(turns));
  f.loop(source, 0, i32.const(quarter), () => {
    const turned = width < quarter ? turnedBy(f, turn.value) : [1, 2, 3].map(() => (value: Code) => value);
    const rowEnd = f.variable(i32.add(source.value, i32.const(width)));
    f.loop(source, COMPLEX, rowEnd.value, () => {
      butterfly(f, (part) => read(source.value, part * quarter)).forEach((value, part) =>
        f.do(v128.store(target.value, to + part * width, turned[part - 1]?.(value) ?? value)),
      );
      f.advance(target, i32.const(COMPLEX));
    });
    f.advance(target, i32.const(3 * width));
    f.advance(turn, i32.const(TURNS));
  });
}

/** Multiplications by the three complex numbers at an address. */
function turnedBy(f: FunctionWriter, turn: Code): ((value: Code) => Code)[] {
  return [0, TURN, 2 * TURN].map((offset) => {
    const cosine = f.let(v128.loadSplat(turn, offset));
    const sines = f.let(v128.load(turn, offset + 8));
    return (value) => f64x2.add(f64x2.mul(cosine, value), f64x2.mul(sines, swapped(value)));
  });
}

/** A four-point transform. */
function butterfly(f: FunctionWriter, read: (part: number) => Code): Code[] {
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => f.let(read(part))) as [Code, Code, Code, Code];
  const sumAc = f.let(f64x2.add(a, c));
  const difAc = f.let(f64x2.sub(a, c));
  const sumBd = f.let(f64x2.add(b, d));
  const difDb = f.let(f64x2.sub(d, b));
  const rotated = f.let(f64x2.mul(swapped(difDb), f64x2.const(1, -1)));
  return [
    f64x2.add(sumAc, sumBd),
    f.let(f64x2.sub(difAc, rotated)),
    f.let(f64x2.sub(sumAc, sumBd)),
    f.let(f64x2.add(difAc, rotated)),
  ];
}

/** The closing pass of lengths that are no power of four: nothing to turn. */
function radix2(f: FunctionWriter, half: number, from: number, to: number): void {
  const middle = (half / 2) * COMPLEX;
  const place = f.variable(i32.const(0));
  f.loop(place, COMPLEX, i32.const(middle), () => {
    const a = f.let(v128.load(place.value, from));
    const b = f.let(v128.load(place.value, from + middle));
    f.do(v128.store(place.value, to, f64x2.add(a, b)));
    f.do(v128.store(place.value, to + middle, f64x2.sub(a, b)));
  });
}

/** Bins 0 and fftSize/2: (real ± imaginary)² of Z[0]. */
function outermostPowers(f: FunctionWriter, half: number, from: number, { power }: FftLayout): void {
  const first = f.let(v128.load(i32.const(from)));
  const sum = f.let(f64x2.add(first, swapped(first)));
  const difference = f.let(f64x2.sub(first, swapped(first)));
  f.do(v128.storeHalf(i32.const(power), 0, f64x2.mul(sum, sum)));
  f.do(v128.storeHalf(i32.const(power), half * 8, f64x2.mul(difference, difference)));
}

/**
 * Unpacks the half-size transform Z: X[k] = E[k] + e^(−2πik/N)·O[k] with E and O the even and odd parts of Z about
 * k = 0, and takes |X[k]|². Bins k and m = half − k share them; one turn of the loop is for k and k + 1.
 */
function innerPowers(f: FunctionWriter, half: number, from: number, { power, cosines, sines }: FftLayout): void {
  const last = half - 1;
  const [place, mirrored] = [f.variable(i32.const(0)), f.variable(i32.const(last * COMPLEX))];
  f.loop(place, 2 * COMPLEX, i32.const((half / 2) * COMPLEX), () => {
    const [k, afterK] = [1, 2].map((number) => f.let(v128.load(place.value, from + number * COMPLEX))) as [Code, Code];
    const m = f.let(v128.load(mirrored.value, from));
    const beforeM = f.let(v128.load(mirrored.value, from - COMPLEX));
    const real = f.let(f64x2.pick(k, 0, afterK, 0));
    const imaginary = f.let(f64x2.pick(k, 1, afterK, 1));
    const realM = f.let(f64x2.pick(m, 0, beforeM, 0));
    const imaginaryM = f.let(f64x2.pick(m, 1, beforeM, 1));
    const evenR = f.let(f64x2.add(real, realM));
    const evenI = f.let(f64x2.sub(imaginary, imaginaryM));
    const oddR = f.let(f64x2.add(imaginary, imaginaryM));
    const oddI = f.let(f64x2.sub(realM, real));
    const c = f.let(v128.load(i32.half(place.value), cosines));
    const s = f.let(v128.load(i32.half(place.value), sines));
    const turnedR = f.let(f64x2.add(f64x2.mul(c, oddR), f64x2.mul(s, oddI)));
    const turnedI = f.let(f64x2.sub(f64x2.mul(c, oddI), f64x2.mul(s, oddR)));
    const above = quarterOfSquares(f, f64x2.sub(evenR, turnedR), f64x2.sub(evenI, turnedI));
    f.do(
      v128.store(
        i32.half(place.value),
        power + 8,
        quarterOfSquares(f, f64x2.add(evenR, turnedR), f64x2.add(evenI, turnedI)),
      ),
    );
    f.do(v128.store(i32.half(mirrored.value), power - 8, swapped(above)));
    f.advance(mirrored, i32.const(-2 * COMPLEX));
  });
}

/** (a² + b²) / 4 */
function quarterOfSquares(f: FunctionWriter, a: Code, b: Code): Code {
  const [x, y] = [f.let(a), f.let(b)];
  return f.let(f64x2.mul(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)), f64x2.const(0.25, 0.25)));
}
