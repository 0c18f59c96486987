import type { Segment } from './decode/analysis-windows.ts';
import type { FeatureSpec } from './features/feature-spec.ts';
import { createMelStream } from './features/mel-stream.ts';
import type { Patch } from './features/patch-stream.ts';
import { PatchStream } from './features/patch-stream.ts';
import { MeanSpectrum } from './features/mean-spectrum.ts';
import type { Inference } from './model/inference.ts';
import type { PatchLogits } from './probabilities/aggregate-patches.ts';

/** Samples in, logits of every member that hears the same features out. */
export interface FrontEnd {
  /** Patch by patch, in time. */
  readonly results: ReadonlyMap<Inference, readonly Promise<PatchLogits>[]>;
  /** Takes mono samples; waits while the models are far behind. */
  push(chunk: Float32Array): Promise<void>;
  /** @returns decibels of the loudest band */
  finish(): number;
  /** What was heard on average, see MeanSpectrum. */
  meanSpectrum(): Float32Array;
}

/** Patches that may wait for the model before decoding pauses. */
const PENDING_PATCHES = 48;

/** Who is told while a track is heard. */
export interface FrontEndListeners {
  /** Every patch that the members of one spec are given. */
  readonly onPatch?: (patch: Patch, spec: FeatureSpec) => void;
  /** Every member's logits, in time. */
  readonly onLogits?: (logits: PatchLogits, member: Inference) => void;
}

/** One front end for every kind of features that the members ask for. */
export function createFrontEnds(
  members: readonly Inference[],
  segment: Segment,
  listeners: FrontEndListeners = {},
): FrontEnd[] {
  return groupBySpec(members).map(({ spec, members: alike }) => createFrontEnd(spec, alike, segment, listeners));
}

/** Members that hear the same are given the same patches. */
function groupBySpec(members: readonly Inference[]): { spec: FeatureSpec; members: Inference[] }[] {
  const groups = new Map<string, { spec: FeatureSpec; members: Inference[] }>();
  for (const member of members) {
    const { featureSpec: spec, featureSpecHash } = member.card;
    const group = groups.get(featureSpecHash);
    if (group) group.members.push(member);
    else groups.set(featureSpecHash, { spec, members: [member] });
  }
  return [...groups.values()];
}

function createFrontEnd(
  spec: FeatureSpec,
  members: readonly Inference[],
  segment: Segment,
  { onPatch, onLogits }: FrontEndListeners,
): FrontEnd {
  const results = new Map(members.map((member): [Inference, Promise<PatchLogits>[]] => [member, []]));
  const patchStream = new PatchStream(spec, (patch) => {
    const times = timesOf(patch, segment, spec);
    onPatch?.(patch, spec);
    for (const [member, pending] of results) {
      const logits = member.recognise(patch.values).then((answer) => {
        const result = { ...times, ...answer };
        onLogits?.(result, member);
        return result;
      });
      // Awaited later; a failure in between must not count as unhandled.
      logits.catch(() => undefined);
      pending.push(logits);
    }
  });
  const meanSpectrum = new MeanSpectrum(spec.melBands);
  const melStream = createMelStream(spec, (energies) => {
    patchStream.push(energies);
    meanSpectrum.push(energies);
  });
  return {
    results,
    meanSpectrum: () => meanSpectrum.finish(),
    async push(chunk: Float32Array): Promise<void> {
      melStream.push(chunk);
      for (const pending of results.values()) await pending[pending.length - PENDING_PATCHES];
    },
    finish(): number {
      melStream.finish();
      return patchStream.finish().peakDecibels;
    },
  };
}

function timesOf(patch: Patch, segment: Segment, spec: FeatureSpec): { startSeconds: number; endSeconds: number } {
  const seconds = (frame: number) => round(segment.startSeconds + (frame * spec.hopLength) / spec.sampleRate);
  return { startSeconds: seconds(patch.startFrame), endSeconds: seconds(patch.startFrame + patch.frames) };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
