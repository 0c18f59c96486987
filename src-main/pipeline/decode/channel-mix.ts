import type { SpectrumChannel } from '../../contract/values.ts';

/**
 * One signal out of interleaved samples of one or two channels. With one channel, the side is silent.
 * @param room for the samples of two channels mixed; a new one unless it is given
 */
export function mixChannels(
  samples: Float32Array,
  channels: 1 | 2,
  wanted: SpectrumChannel,
  room?: Float32Array,
): Float32Array {
  if (channels === 1) return wanted === 'side' ? new Float32Array(samples.length) : samples;
  const [left, right] = WEIGHTS[wanted];
  const length = samples.length / 2;
  const mixed = room?.subarray(0, length) ?? new Float32Array(length);
  for (let index = 0; index < length; index++)
    mixed[index] = (samples[2 * index] as number) * left + (samples[2 * index + 1] as number) * right;
  return mixed;
}

const WEIGHTS: Readonly<Record<SpectrumChannel, readonly [number, number]>> = {
  mix: [0.5, 0.5],
  mid: [0.5, 0.5],
  left: [1, 0],
  right: [0, 1],
  side: [0.5, -0.5],
};
