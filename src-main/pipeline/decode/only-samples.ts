import type { RatedSamples } from './decoder.ts';

/** The samples of what was decoded at one rate. */
export async function* onlySamples(rated: AsyncIterable<RatedSamples>): AsyncGenerator<Float32Array> {
  for await (const { samples } of rated) yield samples;
}
