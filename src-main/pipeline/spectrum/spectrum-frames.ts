import type { SpectrumSettings } from '../../contract/inspection.ts';
import { createPowerSpectrum } from '../features/fft.ts';
import type { FrameStream } from '../features/frame-stream.ts';
import { createFrameStream } from '../features/frame-stream.ts';
import { mixChannels } from '../decode/channel-mix.ts';
import { fullScalePower, windowFunction } from './window-function.ts';

/** Interleaved samples in, power spectra of one channel out. */
export interface SpectrumFrames extends FrameStream {
  /** The power of 0 dBFS: that of a full-scale sine in its bin. */
  readonly reference: number;
}

/** @param onFrame gets [fftSize/2 + 1] powers, which the next frame overwrites */
export function createSpectrumFrames(
  settings: SpectrumSettings,
  hopLength: number,
  channels: 1 | 2,
  onFrame: (power: Float64Array) => void,
): SpectrumFrames {
  const { fftSize } = settings;
  const window = windowFunction(settings.window, fftSize);
  const spectrum = createPowerSpectrum(fftSize, window);
  const power = new Float64Array(fftSize / 2 + 1);
  const frames = createFrameStream({ fftSize, hopLength }, (frame) => {
    spectrum.compute(frame, power);
    onFrame(power);
  });
  // Whole tracks come this way: they are mixed where the samples before were.
  let room = new Float32Array(0);
  return {
    reference: fullScalePower(window),
    push(samples) {
      if (room.length < samples.length / 2) room = new Float32Array(samples.length / 2);
      frames.push(mixChannels(samples, channels, settings.channel, room));
    },
    finish: () => frames.finish(),
  };
}
