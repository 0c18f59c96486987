/** Turns chunks of little-endian float32 bytes, cut anywhere, into samples. */
export interface SampleReader {
  read(bytes: Uint8Array): Float32Array;
}

/** Values that are not finite become 0: one broken frame must not poison a whole track's spectrum. */
export function createSampleReader(): SampleReader {
  let rest = new Uint8Array(0);
  return {
    read(bytes) {
      const count = Math.floor((rest.length + bytes.length) / 4);
      const samples = new Float32Array(count);
      const target = new Uint8Array(samples.buffer);
      const fromRest = Math.min(rest.length, target.length);
      target.set(rest.subarray(0, fromRest));
      target.set(bytes.subarray(0, target.length - fromRest), fromRest);
      rest = count === 0 ? Uint8Array.of(...rest, ...bytes) : bytes.slice(target.length - fromRest);
      for (let index = 0; index < count; index++) if (!Number.isFinite(samples[index])) samples[index] = 0;
      return samples;
    },
  };
}
