import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import type { FeatureSpec } from '../../../src-main/pipeline/features/feature-spec.ts';
import { featureSpecHash } from '../../../src-main/pipeline/features/feature-spec.ts';
import { createFrontEnds } from '../../../src-main/pipeline/front-end.ts';
import type { Inference } from '../../../src-main/pipeline/model/inference.ts';

/** The half-minute that an analysis hears of a track of four minutes. */
const WINDOW = { startSeconds: 105, durationSeconds: 30 };
const CHUNK = 16_384;

/** A window's samples at every rate, Hz. @throws AppError */
export async function decodeWindow(
  path: string,
  sampleRates: readonly number[],
  decoder: Decoder,
): Promise<Map<number, Float32Array>> {
  const chunks = new Map<number, Float32Array[]>(sampleRates.map((rate) => [rate, []]));
  for await (const { sampleRate, samples } of decoder.decodeRates({ path, sampleRates, ...WINDOW }))
    chunks.get(sampleRate)?.push(samples.slice());
  return new Map([...chunks].map(([rate, parts]) => [rate, joined(parts)]));
}

/**
 * Does with a window's samples what an analysis does before its networks: mel frames, patches, the mean spectrum.
 * @returns what each network would be given, in the order of `specs`
 */
export async function patchesOf(
  specs: readonly FeatureSpec[],
  window: ReadonlyMap<number, Float32Array>,
): Promise<Float32Array[][]> {
  const patches: Float32Array[][] = specs.map(() => []);
  const frontEnds = createFrontEnds(
    specs.map((spec, index) => recorder(spec, patches[index] ?? [])),
    WINDOW,
  );
  for (const frontEnd of frontEnds) {
    const samples = window.get(frontEnd.sampleRate) ?? new Float32Array(0);
    for (let start = 0; start < samples.length; start += CHUNK)
      await frontEnd.push(samples.subarray(start, start + CHUNK));
    frontEnd.finish();
    frontEnd.meanSpectrum?.finish();
  }
  return patches;
}

/** A network that only takes its patches. */
function recorder(featureSpec: FeatureSpec, taken: Float32Array[]): Inference {
  const nothing = { logits: new Float32Array(0), embedding: new Float32Array(0) };
  return {
    card: { featureSpec, featureSpecHash: featureSpecHash(featureSpec) } as Inference['card'],
    provider: { active: 'cpu', attempts: [] },
    head: null,
    recognise: (patch) => {
      taken.push(patch);
      return Promise.resolve(nothing);
    },
    close: () => Promise.resolve(),
  };
}

/** Arrays one after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
