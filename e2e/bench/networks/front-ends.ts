import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from '../../../src-main/pipeline/features/known-specs.ts';
import { createMelStream } from '../../../src-main/pipeline/features/mel-stream.ts';
import type { Patch } from '../../../src-main/pipeline/features/patch-stream.ts';
import { PatchStream } from '../../../src-main/pipeline/features/patch-stream.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import type { Comparison, Golden } from './golden.ts';
import { largestDifference } from './golden.ts';

const TOLERANCE = 1e-3;
const SECONDS = 10;
/** Beyond them, so that the resampler's end is not among what is heard. */
const MORE_SECONDS = 1;

/** The first patch of every network's front end, of one decoding of a file's first ten seconds. */
export interface FirstPatches {
  readonly musicnn: Patch;
  readonly mn04: Patch;
}

/** @param path of a sound file @throws AppError */
export async function firstPatches(path: string, decoder: Decoder): Promise<FirstPatches> {
  const [musicnn, mn04] = [firstPatchOf(MUSICNN_SPEC), firstPatchOf(EFFICIENTAT_SPEC)];
  const sampleRates = [MUSICNN_SPEC.sampleRate, EFFICIENTAT_SPEC.sampleRate];
  for await (const { sampleRate, samples } of decoder.decodeRates({
    path,
    sampleRates,
    durationSeconds: SECONDS + MORE_SECONDS,
  }))
    (sampleRate === MUSICNN_SPEC.sampleRate ? musicnn : mn04).push(samples);
  return { musicnn: musicnn.finish(), mn04: mn04.finish() };
}

/** Compares the mel frames that are in the golden numbers. */
export function compareFrontEnds(name: string, patches: FirstPatches, golden: Golden): Comparison[] {
  const frames = [
    ['musicnn', patches.musicnn, MUSICNN_SPEC, 50, golden.musicnn[name]?.frame50],
    ['mn04', patches.mn04, EFFICIENTAT_SPEC, 100, golden.mn04[name]?.melFirstFrame],
  ] as const;
  return frames.map(([network, patch, spec, frame, theirs]) => ({
    what: `${name}: mel frame ${frame} of ${network}`,
    difference: largestDifference(frameOf(patch, spec, frame), theirs ?? []),
    tolerance: TOLERANCE,
  }));
}

function firstPatchOf(spec: SpectrogramSpec): { push: (samples: Float32Array) => void; finish: () => Patch } {
  const patches: Patch[] = [];
  const patchStream = new PatchStream(spec, (patch) => patches.push(patch));
  const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
  let left = SECONDS * spec.sampleRate;
  return {
    push(samples) {
      melStream.push(samples.subarray(0, left));
      left -= Math.min(left, samples.length);
    },
    finish() {
      melStream.finish();
      patchStream.finish();
      if (!patches[0]) throw new Error('the file is too short for a patch');
      return patches[0];
    },
  };
}

function frameOf({ values }: Patch, { melBands, patchFrames }: SpectrogramSpec, frame: number): Float32Array {
  return Float32Array.from({ length: melBands }, (_, band) => values[band * patchFrames + frame] as number);
}
