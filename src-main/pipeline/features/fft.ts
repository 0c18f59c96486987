import { fftFunction, fftLayout, fftTables } from './simd/fft-program.ts';
import { startProgram } from './simd/wasm-assembler.ts';

/** Power spectra of real frames of one size. Buffers are reused: not for concurrent use. */
export interface PowerSpectrum {
  readonly fftSize: number;
  /** |DFT(window · frame)|², bins 0 to fftSize/2, written into `power` (fftSize/2 + 1 numbers). */
  compute(frame: Float32Array, power: Float64Array): void;
}

/**
 * Real FFT by a complex one of half the size (Sorensen et al. 1987): Stockham's self-sorting form, radix 4
 * with a last radix-2 pass where needed, in float64; two numbers at a time by WebAssembly.
 * @param fftSize a power of two, at least 32
 * @param window fftSize factors
 * @throws if the size is another
 */
export function createPowerSpectrum(fftSize: number, window: Float64Array): PowerSpectrum {
  const transform = transformOf(fftSize);
  return {
    fftSize,
    compute(frame, power) {
      if (transform.windowInUse !== window) {
        transform.window.set(window);
        transform.windowInUse = window;
      }
      transform.frame.set(frame);
      transform.run();
      power.set(transform.power);
    },
  };
}

/** A running program with views of its memory. */
interface Transform {
  readonly window: Float64Array;
  readonly frame: Float32Array;
  readonly power: Float64Array;
  readonly run: () => void;
  windowInUse: Float64Array | null;
}

/** One for all spectra of a size: a memory takes much of the address space, and a new program would start slowly. */
const transforms = new Map<number, Transform>();

function transformOf(fftSize: number): Transform {
  const transform = transforms.get(fftSize) ?? startTransform(fftSize);
  transforms.set(fftSize, transform);
  return transform;
}

function startTransform(fftSize: number): Transform {
  if (fftSize < 32 || !Number.isInteger(Math.log2(fftSize)))
    throw new RangeError(`fftSize ${fftSize} is no power of two from 32 on`);
  const layout = fftLayout(fftSize);
  const { memory, run } = startProgram(layout.end, fftFunction(fftSize, layout));
  for (const { offset, values } of fftTables(fftSize, layout))
    new Float64Array(memory, offset, values.length).set(values);
  return {
    window: new Float64Array(memory, layout.window, fftSize),
    frame: new Float32Array(memory, layout.frame, fftSize),
    power: new Float64Array(memory, layout.power, fftSize / 2 + 1),
    run,
    windowInUse: null,
  };
}
