/** Power spectra of real frames of one size. Buffers are reused: not for concurrent use. */
export interface PowerSpectrum {
  readonly fftSize: number;
  /** |DFT(window · frame)|², bins 0 to fftSize/2, written into `power` (fftSize/2 + 1 numbers). */
  compute(frame: Float32Array, power: Float64Array): void;
}

/** Complex numbers, parts apart. */
interface Complexes {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * Real FFT by a complex one of half the size (Sorensen et al. 1987): Stockham's self-sorting form, radix 4
 * with a last radix-2 pass where needed, in float64. The first pass reads and windows the frame.
 * @param fftSize a power of two, at least 32
 * @param window fftSize factors
 * @throws if the size is another
 */
export function createPowerSpectrum(fftSize: number, window: Float64Array): PowerSpectrum {
  if (fftSize < 32 || !Number.isInteger(Math.log2(fftSize)))
    throw new RangeError(`fftSize ${fftSize} is no power of two from 32 on`);
  const half = fftSize / 2;
  const passes: Float64Array[] = [];
  for (let size = half; size >= 4; size /= 4) passes.push(twiddlesOf(size));
  const [first, ...others] = passes as [Float64Array, ...Float64Array[]];
  const lastIsRadix2 = Math.log2(half) % 2 === 1;
  const buffer = (): Complexes => ({ real: new Float64Array(half), imaginary: new Float64Array(half) });
  const [one, other] = [buffer(), buffer()];
  const turns = rootsOfUnity(fftSize);
  return {
    fftSize,
    compute(frame, power) {
      let [from, to] = [one, other];
      windowedPass(first, window, frame, from);
      let stride = 4;
      for (const twiddles of others) {
        radix4(twiddles, stride, from, to);
        [from, to] = [to, from];
        stride *= 4;
      }
      if (lastIsRadix2) {
        radix2(from.real, from.imaginary, to.real, to.imaginary);
        [from, to] = [to, from];
      }
      powerOf(from.real, from.imaginary, turns, power);
    },
  };
}

/** cos and −sin of 2πp/size, 4πp/size, 6πp/size for every p below size/4: six numbers each. */
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

/** cos and sin of 2πk/size for every k up to size/4: two numbers each. */
function rootsOfUnity(size: number): Float64Array {
  return Float64Array.from({ length: size / 2 + 2 }, (_, index) => {
    const angle = (2 * Math.PI * (index >> 1)) / size;
    return index % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/** The pass of stride 1; samples 2n and 2n + 1 are one complex number. */
function windowedPass(
  twiddles: Float64Array,
  window: Float64Array,
  frame: Float32Array,
  { real: yr, imaginary: yi }: Complexes,
): void {
  const half = yr.length / 2;
  for (let p = 0, t = 0, o = 0; o < yr.length; p += 2, t += 6, o += 4) {
    const j = p + half,
      k = j + half,
      l = k + half;
    const ar = (frame[p] as number) * (window[p] as number),
      ai = (frame[p + 1] as number) * (window[p + 1] as number);
    const br = (frame[j] as number) * (window[j] as number),
      bi = (frame[j + 1] as number) * (window[j + 1] as number);
    const cr = (frame[k] as number) * (window[k] as number),
      ci = (frame[k + 1] as number) * (window[k + 1] as number);
    const dr = (frame[l] as number) * (window[l] as number),
      di = (frame[l + 1] as number) * (window[l + 1] as number);
    const sumAcR = ar + cr,
      sumAcI = ai + ci,
      difAcR = ar - cr,
      difAcI = ai - ci;
    const sumBdR = br + dr,
      sumBdI = bi + di,
      rotR = di - bi,
      rotI = br - dr;
    const r1 = difAcR - rotR,
      m1 = difAcI - rotI,
      r2 = sumAcR - sumBdR,
      m2 = sumAcI - sumBdI,
      r3 = difAcR + rotR,
      m3 = difAcI + rotI;
    const c1 = twiddles[t] as number,
      s1 = twiddles[t + 1] as number,
      c2 = twiddles[t + 2] as number;
    const s2 = twiddles[t + 3] as number,
      c3 = twiddles[t + 4] as number,
      s3 = twiddles[t + 5] as number;
    yr[o] = sumAcR + sumBdR;
    yi[o] = sumAcI + sumBdI;
    yr[o + 1] = c1 * r1 - s1 * m1;
    yi[o + 1] = c1 * m1 + s1 * r1;
    yr[o + 2] = c2 * r2 - s2 * m2;
    yi[o + 2] = c2 * m2 + s2 * r2;
    yr[o + 3] = c3 * r3 - s3 * m3;
    yi[o + 3] = c3 * m3 + s3 * r3;
  }
}

/** A pass of a larger stride: each set of twiddles turns `stride` numbers in a row. */
function radix4(twiddles: Float64Array, stride: number, from: Complexes, to: Complexes): void {
  const quarter = from.real.length / 4;
  for (let start = 0, t = 0; start < quarter; start += stride, t += 6)
    butterflies(twiddles, t, start, stride, from, to);
}

/** The four-point transforms of numbers `first` to `first + stride` of every quarter, turned by the twiddles at `t`. */
function butterflies(turns: Float64Array, t: number, first: number, stride: number, x: Complexes, y: Complexes): void {
  const { real: xr, imaginary: xi } = x;
  const { real: yr, imaginary: yi } = y;
  const quarter = xr.length / 4;
  const c1 = turns[t] as number,
    s1 = turns[t + 1] as number,
    c2 = turns[t + 2] as number;
  const s2 = turns[t + 3] as number,
    c3 = turns[t + 4] as number,
    s3 = turns[t + 5] as number;
  for (let i = first, o = 4 * first; i < first + stride; i++, o++) {
    const j = i + quarter,
      k = j + quarter,
      l = k + quarter;
    const ar = xr[i] as number,
      ai = xi[i] as number,
      br = xr[j] as number,
      bi = xi[j] as number;
    const cr = xr[k] as number,
      ci = xi[k] as number,
      dr = xr[l] as number,
      di = xi[l] as number;
    const sumAcR = ar + cr,
      sumAcI = ai + ci,
      difAcR = ar - cr,
      difAcI = ai - ci;
    const sumBdR = br + dr,
      sumBdI = bi + di,
      rotR = di - bi,
      rotI = br - dr;
    const r1 = difAcR - rotR,
      m1 = difAcI - rotI,
      r2 = sumAcR - sumBdR,
      m2 = sumAcI - sumBdI,
      r3 = difAcR + rotR,
      m3 = difAcI + rotI;
    const o1 = o + stride,
      o2 = o1 + stride,
      o3 = o2 + stride;
    yr[o] = sumAcR + sumBdR;
    yi[o] = sumAcI + sumBdI;
    yr[o1] = c1 * r1 - s1 * m1;
    yi[o1] = c1 * m1 + s1 * r1;
    yr[o2] = c2 * r2 - s2 * m2;
    yi[o2] = c2 * m2 + s2 * r2;
    yr[o3] = c3 * r3 - s3 * m3;
    yi[o3] = c3 * m3 + s3 * r3;
  }
}

/** The closing pass, of stride half the length: nothing to turn. */
function radix2(xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void {
  const stride = xr.length / 2;
  for (let q = 0; q < stride; q++) {
    const ar = xr[q] as number,
      ai = xi[q] as number,
      br = xr[q + stride] as number,
      bi = xi[q + stride] as number;
    yr[q] = ar + br;
    yi[q] = ai + bi;
    yr[q + stride] = ar - br;
    yi[q + stride] = ai - bi;
  }
}

/**
 * Unpacks the half-size transform Z: X[k] = E[k] + e^(−2πik/N)·O[k] with E and O the even and odd parts of Z about
 * k = 0, and takes |X[k]|². Bins k and half − k share them.
 */
function powerOf(real: Float64Array, imaginary: Float64Array, turns: Float64Array, power: Float64Array): void {
  const half = real.length;
  power[0] = ((real[0] as number) + (imaginary[0] as number)) ** 2;
  power[half] = ((real[0] as number) - (imaginary[0] as number)) ** 2;
  for (let k = 1, m = half - 1; k <= m; k++, m--) {
    const evenR = (real[k] as number) + (real[m] as number),
      evenI = (imaginary[k] as number) - (imaginary[m] as number);
    const oddR = (imaginary[k] as number) + (imaginary[m] as number),
      oddI = (real[m] as number) - (real[k] as number);
    const c = turns[2 * k] as number,
      s = turns[2 * k + 1] as number;
    const turnedR = c * oddR + s * oddI,
      turnedI = c * oddI - s * oddR;
    power[k] = ((evenR + turnedR) ** 2 + (evenI + turnedI) ** 2) / 4;
    power[m] = ((evenR - turnedR) ** 2 + (evenI - turnedI) ** 2) / 4;
  }
}
