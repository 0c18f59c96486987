import { createPowerSpectrum } from './fft.ts';
import type { FrameStream } from './frame-stream.ts';
import { createFrameStream, periodicHann } from './frame-stream.ts';
import { applyMelFilterBank, createMelFilterBank } from './mel-filter-bank.ts';

/** The part of a feature spec that decides a mel spectrogram. */
export interface MelOptions {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly hopLength: number;
  readonly melBands: number;
  readonly minFrequency: number;
  readonly maxFrequency: number;
}

/**
 * Samples in, mel power frames out, one at a time.
 * @param onMelFrame gets [melBands] powers and the frame's power spectrum [fftSize/2 + 1]; both buffers are
 *   overwritten by the next frame
 */
export function createMelStream(
  options: MelOptions,
  onMelFrame: (energies: Float64Array, power: Float64Array) => void,
): FrameStream {
  const spectrum = createPowerSpectrum(options.fftSize, periodicHann(options.fftSize));
  const bank = createMelFilterBank(options);
  const power = new Float64Array(options.fftSize / 2 + 1);
  const energies = new Float64Array(options.melBands);
  return createFrameStream(options, (frame) => {
    spectrum.compute(frame, power);
    applyMelFilterBank(bank, power, energies);
    onMelFrame(energies, power);
  });
}
