/** Cuts a stream of samples into centred frames, as librosa does with `center=True`. */
export interface FrameStream {
  /** Takes the next samples; calls back for every frame that is complete. */
  push(samples: Float32Array): void;
  /** Adds the closing half frame of zeros and calls back for the last frames. */
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
 * Frame t holds the samples around `t·hopLength`, and there are `1 + ⌊samples / hopLength⌋` frames. Memory: one frame and the samples pushed last.
 * @param onFrame gets a buffer that is overwritten by the next frame
 */
export function createFrameStream({ fftSize, hopLength, padding = 'zeros' }: FrameOptions, onFrame: (frame: Float64Array) => void): FrameStream {
  const half = fftSize / 2;
  const frame = new Float64Array(fftSize);
  let pending: Float32Array = new Float32Array(0);
  let skip = 0;
  let first = true;
  let last = 0;

  function emitFrames(): void {
    let start = skip;
    while (start + fftSize <= pending.length) {
      for (let index = 0; index < fftSize; index++) frame[index] = pending[start + index] as number;
      onFrame(frame);
      start += hopLength;
    }
    const kept = Math.min(start, pending.length);
    skip = start - kept;
    pending = pending.slice(kept);
  }

  function append(samples: Float32Array): void {
    const joined = new Float32Array(pending.length + samples.length);
    joined.set(pending);
    joined.set(samples, pending.length);
    pending = joined;
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
      emitFrames();
    },
    finish() {
      if (first) pad(0);
      pad(last);
      emitFrames();
    },
  };
}

/** Periodic Hann window (the one for spectra): ½ − ½cos(2πn/N). */
export function periodicHann(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size));
}
