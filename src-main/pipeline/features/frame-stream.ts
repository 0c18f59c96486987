/** Cuts a stream of samples into centred frames, as librosa does with `center=True`. */
export interface FrameStream {
  /** Takes the next samples; calls back for every frame that is complete. */
  push(samples: Float32Array): void;
  /** Adds the closing half frame and calls back for the last frames. */
  finish(): void;
}

/** Sizes in samples. */
export interface FrameOptions {
  readonly fftSize: number;
  readonly hopLength: number;
  /** What lies beyond the signal: zeros (the default) or its outermost samples. */
  readonly padding?: 'zeros' | 'edge';
}

/**
 * Frame t holds the samples around `t·hopLength`, and there are `1 + ⌊samples / hopLength⌋` frames. Memory: one frame
 * and the samples pushed last.
 * @param onFrame gets a view that holds until it returns
 */
export function createFrameStream(options: FrameOptions, onFrame: (frame: Float32Array) => void): FrameStream {
  const { fftSize, hopLength, padding = 'zeros' } = options;
  const half = fftSize / 2;
  /** Samples that are still needed, in its first `length` places. */
  let pending = new Float32Array(fftSize * 2);
  let length = 0;
  let skip = 0;
  let first = true;
  let last = 0;

  function append(samples: Float32Array): void {
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
  }

  function pad(value: number): void {
    append(new Float32Array(half).fill(padding === 'edge' ? value : 0));
  }

  return {
    push(samples) {
      if (samples.length === 0) return;
      if (first) pad(samples[0] ?? 0);
      first = false;
      last = samples.at(-1) ?? 0;
      append(samples);
    },
    finish() {
      if (first) pad(0);
      pad(last);
    },
  };
}

/** Periodic Hann window (the one for spectra): ½ − ½cos(2πn/N). */
export function periodicHann(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size));
}
