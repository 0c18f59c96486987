import { createPowerSpectrum } from './fft.ts';
import type { FrameOptions, FrameStream } from './frame-stream.ts';
import { createFrameStream } from './frame-stream.ts';
import type { HannWindow } from './hann-window.ts';
import { centredWindow } from './hann-window.ts';
import type { MelFilterBankOptions } from './mel-filter-bank.ts';
import { createMelFilterBank } from './mel-filter-bank.ts';
import { createPreEmphasis } from './pre-emphasis.ts';

/** The part of a feature spec that decides a mel spectrogram; what is left out is as in librosa. */
export interface MelOptions extends MelFilterBankOptions, FrameOptions {
  readonly windowLength?: number;
  readonly window?: HannWindow;
  readonly preEmphasis?: number;
  /** Of the magnitudes that the bands sum. */
  readonly power?: 1 | 2;
}

/**
 * Samples in, mel energies out, one frame at a time.
 * @param onMelFrame gets [melBands] energies and the frame's spectrum [fftSize/2 + 1], of powers or of magnitudes; both
 *   buffers are overwritten by the next frame
 */
export function createMelStream(
  options: MelOptions,
  onMelFrame: (energies: Float64Array, power: Float64Array) => void,
): FrameStream {
  const { fftSize, window = 'hann-periodic', windowLength = fftSize, preEmphasis = 0, power: exponent = 2 } = options;
  const spectrum = createPowerSpectrum(fftSize, centredWindow(window, windowLength, fftSize));
  const bank = createMelFilterBank(options);
  const power = new Float64Array(fftSize / 2 + 1);
  const energies = new Float64Array(options.melBands);
  const frames = createFrameStream(options, (frame) => {
    spectrum.compute(frame, power);
    if (exponent === 1) toMagnitudes(power);
    bank.apply(power, energies);
    onMelFrame(energies, power);
  });
  if (preEmphasis === 0) return frames;
  const emphasise = createPreEmphasis(preEmphasis);
  return { push: (samples) => frames.push(emphasise(samples)), finish: () => frames.finish() };
}

function toMagnitudes(power: Float64Array): void {
  for (let bin = 0; bin < power.length; bin++) power[bin] = Math.sqrt(power[bin] as number);
}
