/** A Hann window's two forms; the periodic one is that for spectra. */
export type HannWindow = 'hann-periodic' | 'hann-symmetric';

/** Periodic Hann window: ½ − ½cos(2πn/N). */
export function periodicHann(size: number): Float64Array {
  return hann(size, size);
}

/**
 * A Hann window in the middle of a frame, zero on both sides.
 * @param length of the window, at most `fftSize`; the symmetric one is ½ − ½cos(2πn/(N − 1))
 */
export function centredWindow(window: HannWindow, length: number, fftSize: number): Float64Array {
  const factors = new Float64Array(fftSize);
  const period = window === 'hann-periodic' ? length : length - 1;
  factors.set(hann(length, period), Math.floor((fftSize - length) / 2));
  return factors;
}

function hann(size: number, period: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / period));
}
