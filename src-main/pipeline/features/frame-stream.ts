import type { Padding } from './segment-ends.ts';
import { after, before, samplesThatDecide } from './segment-ends.ts';

/** Cuts a stream of samples into frames. */
export interface FrameStream {
  /** Takes the next samples; calls back for every frame that is complete. */
  push(samples: Float32Array): void;
  /** Adds what lies beyond the end and calls back for the last frames. */
  finish(): void;
}

/** Sizes in samples. */
export interface FrameOptions {
  readonly fftSize: number;
  readonly hopLength: number;
  /** Whether frame t has its middle at t·hopLength (the default, librosa's `center=True`) rather than its beginning. */
  readonly centring?: boolean;
  /** What centred frames see beyond the ends; zeros by default. */
  readonly padding?: Padding;
}

/**
 * Centred, there are `1 + ⌊samples / hopLength⌋` frames; otherwise as many as lie wholly inside. Memory: a few frames
 * and the samples pushed last.
 * @param onFrame gets a view that holds until it returns
 */
export function createFrameStream(options: FrameOptions, onFrame: (frame: Float32Array) => void): FrameStream {
  const { fftSize, centring = true, padding = 'zero' } = options;
  const half = centring ? fftSize / 2 : 0;
  const decisive = centring ? samplesThatDecide(padding, half) : 0;
  const cut = createCutter(options, onFrame);
  /** The first samples until they decide what lies before them; then null. */
  let head: Float32Array | null = new Float32Array(0);
  let tail: Float32Array = head;

  function begin(): void {
    if (!head) return;
    cut(before(padding, head, half));
    cut(head);
    head = null;
  }

  return {
    push(samples) {
      if (samples.length === 0) return;
      if (decisive > 0) tail = lastOf(tail, samples, decisive);
      if (!head) return cut(samples);
      head = joined(head, samples);
      if (head.length >= decisive) begin();
    },
    finish() {
      begin();
      cut(after(padding, tail, half));
    },
  };
}

/** @returns takes the next samples and calls back for every frame that they complete */
function createCutter(
  { fftSize, hopLength }: FrameOptions,
  onFrame: (frame: Float32Array) => void,
): (samples: Float32Array) => void {
  /** Samples that are still needed, in its first `length` places. */
  let pending = new Float32Array(fftSize * 2);
  let length = 0;
  let skip = 0;
  return (samples) => {
    if (length + samples.length > pending.length) {
      const larger = new Float32Array((length + samples.length) * 2);
      larger.set(pending.subarray(0, length));
      pending = larger;
    }
    pending.set(samples, length);
    length += samples.length;
    let start = skip;
    for (; start + fftSize <= length; start += hopLength) onFrame(pending.subarray(start, start + fftSize));
    const used = Math.min(start, length);
    pending.copyWithin(0, used, length);
    length -= used;
    skip = start - used;
  };
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The last `count` samples of all. */
function lastOf(earlier: Float32Array, samples: Float32Array, count: number): Float32Array {
  if (samples.length >= count) return samples.slice(-count);
  return joined(earlier.slice(Math.max(0, earlier.length - count + samples.length)), samples);
}
