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
  return {
    reference: fullScalePower(window),
    push: (samples) => frames.push(mixChannels(samples, channels, settings.channel)),
    finish: () => frames.finish(),
  };
}
