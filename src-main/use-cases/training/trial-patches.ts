import { createRandom } from '../../../training/random/random.ts';
import type { FeatureSpec } from '../../pipeline/features/feature-spec.ts';
import { createMelStream } from '../../pipeline/features/mel-stream.ts';
import { PatchStream } from '../../pipeline/features/patch-stream.ts';

const SECONDS = 10;
const SEED = 1;
const NOISE_LEVEL = 0.2;
/** A chord of three notes, Hz, with four overtones each, that is struck twice a second. */
const CHORD = [110, 165, 277];
const OVERTONES = 4;
const STROKES_PER_SECOND = 2;
/** Enough to see that a network takes several at once. */
const PATCHES_OF_EACH = 2;

/** A sample between −1 and 1 at a time in seconds. */
type Signal = (seconds: number) => number;

/** What a network is tried on: music, silence and noise, the same each time. */
function trialSignals(): readonly Signal[] {
  const random = createRandom(SEED);
  return [chord, () => 0, () => NOISE_LEVEL * random.normal()];
}

function chord(seconds: number): number {
  const decay = Math.exp(-4 * ((seconds * STROKES_PER_SECOND) % 1));
  let sum = 0;
  for (const note of CHORD)
    for (let overtone = 1; overtone <= OVERTONES; overtone++)
      sum += Math.sin(2 * Math.PI * note * overtone * seconds) / overtone;
  return (decay * sum) / (2 * CHORD.length);
}

/** Patches of music, of silence and of noise, as a front end makes them: inputs that a network is tried on. */
export function trialPatches(spec: FeatureSpec): Float32Array[] {
  return trialSignals().flatMap((signal) => {
    const { sampleRate } = spec;
    const samples = Float32Array.from({ length: SECONDS * sampleRate }, (_, index) => signal(index / sampleRate));
    return patchesOf(samples, spec).slice(0, PATCHES_OF_EACH);
  });
}

function patchesOf(samples: Float32Array, spec: FeatureSpec): Float32Array[] {
  const patches: Float32Array[] = [];
  const patchStream = new PatchStream(spec, ({ values }) => {
    if (patches.length < PATCHES_OF_EACH) patches.push(Float32Array.from(values));
  });
  const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
  melStream.push(samples);
  melStream.finish();
  patchStream.finish();
  return patches;
}
