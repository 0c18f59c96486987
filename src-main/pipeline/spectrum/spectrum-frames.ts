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
  const mix =
    channels === 1 ? (samples: Float32Array) => mixChannels(samples, 1, settings.channel) : stereoMixer(settings);
  return {
    reference: fullScalePower(window),
    push: (samples) => frames.push(mix(samples)),
    finish: () => frames.finish(),
  };
}

/** Mixes as {@link mixChannels} does, into a buffer that the next call overwrites: whole tracks come this way. */
function stereoMixer({ channel }: SpectrumSettings): (samples: Float32Array) => Float32Array {
  const [left, right] = mixChannels(Float32Array.of(1, 0, 0, 1), 2, channel) as unknown as readonly [number, number];
  let buffer = new Float32Array(0);
  return (samples) => {
    const length = samples.length / 2;
    if (buffer.length < length) buffer = new Float32Array(length);
    for (let index = 0; index < length; index++)
      buffer[index] = (samples[2 * index] as number) * left + (samples[2 * index + 1] as number) * right;
    return buffer.subarray(0, length);
  };
}
