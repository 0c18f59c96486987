/** Power spectra of real frames of one size. Buffers are reused: not for concurrent use. */
export interface PowerSpectrum {
  readonly fftSize: number;
  /** |DFT(frame)|², bins 0 to fftSize/2, written into `power` (fftSize/2 + 1 numbers). */
  compute(frame: Float64Array, power: Float64Array): void;
}

/**
 * Real FFT by a complex one of half the size (Sorensen et al. 1987): Stockham's self-sorting form, radix 4
 * with a last radix-2 pass where needed, in float64.
 * @param fftSize a power of two, at least 4
 * @throws if it is not
 */
export function createPowerSpectrum(fftSize: number): PowerSpectrum {
  if (fftSize < 4 || !Number.isInteger(Math.log2(fftSize))) throw new RangeError(`fftSize ${fftSize} is no power of two`);
  const half = fftSize / 2;
  const stages = planStages(half);
  const buffers: Buffers = {
    real: new Float64Array(half), imaginary: new Float64Array(half),
    otherReal: new Float64Array(half), otherImaginary: new Float64Array(half),
  };
  const cosine = Float64Array.from({ length: half + 1 }, (_, bin) => Math.cos((2 * Math.PI * bin) / fftSize));
  const sine = Float64Array.from({ length: half + 1 }, (_, bin) => Math.sin((2 * Math.PI * bin) / fftSize));
  return {
    fftSize,
    compute(frame, power) {
      for (let index = 0; index < half; index++) {
        buffers.real[index] = frame[2 * index] as number;
        buffers.imaginary[index] = frame[2 * index + 1] as number;
      }
      const result = transform(stages, buffers);
      realPower(result.real, result.imaginary, cosine, sine, power);
    },
  };
}

interface Stage {
  readonly size: number;
  readonly stride: number;
  /** cos and −sin of 2πp/size, 4πp/size, 6πp/size for every p: six numbers each. */
  readonly twiddles: Float64Array;
}

interface Buffers {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly otherReal: Float64Array;
  readonly otherImaginary: Float64Array;
}

function planStages(length: number): Stage[] {
  const stages: Stage[] = [];
  let stride = 1;
  for (let size = length; size > 1; ) {
    stages.push({ size, stride, twiddles: size >= 4 ? twiddlesOf(size) : new Float64Array(0) });
    const radix = size >= 4 ? 4 : 2;
    size /= radix;
    stride *= radix;
  }
  return stages;
}

function twiddlesOf(size: number): Float64Array {
  const twiddles = new Float64Array((size / 4) * 6);
  for (let p = 0; p < size / 4; p++) {
    for (let power = 1; power <= 3; power++) {
      const angle = (2 * Math.PI * p * power) / size;
      twiddles[6 * p + 2 * power - 2] = Math.cos(angle);
      twiddles[6 * p + 2 * power - 1] = -Math.sin(angle);
    }
  }
  return twiddles;
}

function transform(stages: readonly Stage[], buffers: Buffers): { real: Float64Array; imaginary: Float64Array } {
  let { real, imaginary, otherReal, otherImaginary } = buffers;
  for (const stage of stages) {
    if (stage.size >= 4) radix4(stage, real, imaginary, otherReal, otherImaginary);
    else radix2(stage.stride, real, imaginary, otherReal, otherImaginary);
    [real, otherReal] = [otherReal, real];
    [imaginary, otherImaginary] = [otherImaginary, imaginary];
  }
  return { real, imaginary };
}

function radix2(stride: number, xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void {
  for (let q = 0; q < stride; q++) {
    const ar = xr[q] as number, ai = xi[q] as number, br = xr[q + stride] as number, bi = xi[q + stride] as number;
    yr[q] = ar + br;
    yi[q] = ai + bi;
    yr[q + stride] = ar - br;
    yi[q + stride] = ai - bi;
  }
}

function radix4({ size, stride, twiddles }: Stage, xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void {
  const quarter = size / 4;
  for (let p = 0; p < quarter; p++) {
    const t = 6 * p;
    const c1 = twiddles[t] as number, s1 = twiddles[t + 1] as number, c2 = twiddles[t + 2] as number;
    const s2 = twiddles[t + 3] as number, c3 = twiddles[t + 4] as number, s3 = twiddles[t + 5] as number;
    for (let q = 0; q < stride; q++) {
      const i0 = q + stride * p, i1 = i0 + stride * quarter, i2 = i1 + stride * quarter, i3 = i2 + stride * quarter;
      const ar = xr[i0] as number, ai = xi[i0] as number, br = xr[i1] as number, bi = xi[i1] as number;
      const cr = xr[i2] as number, ci = xi[i2] as number, dr = xr[i3] as number, di = xi[i3] as number;
      const sumAcR = ar + cr, sumAcI = ai + ci, difAcR = ar - cr, difAcI = ai - ci;
      const sumBdR = br + dr, sumBdI = bi + di, rotR = di - bi, rotI = br - dr;
      const o0 = q + stride * 4 * p, o1 = o0 + stride, o2 = o1 + stride, o3 = o2 + stride;
      yr[o0] = sumAcR + sumBdR;
      yi[o0] = sumAcI + sumBdI;
      const r1 = difAcR - rotR, m1 = difAcI - rotI, r2 = sumAcR - sumBdR, m2 = sumAcI - sumBdI, r3 = difAcR + rotR, m3 = difAcI + rotI;
      yr[o1] = c1 * r1 - s1 * m1;
      yi[o1] = c1 * m1 + s1 * r1;
      yr[o2] = c2 * r2 - s2 * m2;
      yi[o2] = c2 * m2 + s2 * r2;
      yr[o3] = c3 * r3 - s3 * m3;
      yi[o3] = c3 * m3 + s3 * r3;
    }
  }
}

/** Unpacks the half-size transform: X[k] = E[k] + e^(−2πik/N)·O[k], and takes |X[k]|². */
function realPower(real: Float64Array, imaginary: Float64Array, cosine: Float64Array, sine: Float64Array, power: Float64Array): void {
  const half = real.length;
  for (let bin = 0; bin <= half; bin++) {
    const near = bin === half ? 0 : bin;
    const far = bin === 0 || bin === half ? 0 : half - bin;
    const evenR = ((real[near] as number) + (real[far] as number)) / 2;
    const evenI = ((imaginary[near] as number) - (imaginary[far] as number)) / 2;
    const oddR = ((imaginary[near] as number) + (imaginary[far] as number)) / 2;
    const oddI = ((real[far] as number) - (real[near] as number)) / 2;
    const c = cosine[bin] as number, s = sine[bin] as number;
    const re = evenR + c * oddR + s * oddI;
    const im = evenI + c * oddI - s * oddR;
    power[bin] = re * re + im * im;
  }
}
