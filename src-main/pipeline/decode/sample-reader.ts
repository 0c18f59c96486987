/** Turns chunks of little-endian float32 bytes, cut anywhere, into samples. */
export interface SampleReader {
  /** Takes over `bytes`: where it can, the result is a view of them. */
  read(bytes: Uint8Array): Float32Array;
}

/**
 * Values that are not finite become 0: one broken frame must not poison a whole track's spectrum.
 * @param channels samples that are never cut apart
 */
export function createSampleReader(channels = 1): SampleReader {
  let rest = new Uint8Array(0);
  return {
    read(bytes) {
      const aligned = rest.length === 0 && bytes.byteOffset % 4 === 0 ? bytes : joined(rest, bytes);
      const count = Math.floor(aligned.length / (4 * channels)) * channels;
      rest = aligned.slice(count * 4);
      const samples = new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
      if (!areFinite(samples))
        for (const [index, value] of samples.entries()) if (!Number.isFinite(value)) samples[index] = 0;
      return samples;
    },
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Zero times anything finite is zero: a sum is quicker than as many tests. */
function areFinite(samples: Float32Array): boolean {
  let [even, odd] = [0, 0];
  for (let index = 0; index + 1 < samples.length; index += 2) {
    even += (samples[index] as number) * 0;
    odd += (samples[index + 1] as number) * 0;
  }
  return even + odd + (samples.at(-1) ?? 0) * 0 === 0;
}
