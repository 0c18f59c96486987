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
  /** Of the samples that it takes, Hz. */
  readonly sampleRate: number;
  /** Patch by patch, in time. */
  readonly results: ReadonlyMap<Inference, readonly Promise<PatchLogits>[]>;
  /** Takes mono samples; waits while the models are far behind. */
  push(chunk: Float32Array): Promise<void>;
  /** @returns decibels of the loudest band */
  finish(): number;
  /** What was heard on average: one of the front ends measures it. */
  readonly meanSpectrum: MeanSpectrum | null;
}

const STEP_SECONDS = 0.08;
/** Patches that may wait for the model before decoding pauses. */
const PENDING_PATCHES = 48;

/** Who is told while a track is heard. */
export interface FrontEndListeners {
  /** Every patch that the members of one spec are given. */
  readonly onPatch?: (patch: Patch, spec: FeatureSpec) => void;
  /** Whether patches lie side by side at least, also where an analysis leaves time between them. */
  readonly isGapless?: boolean;
  /** Every member's logits, in time. */
  readonly onLogits?: (logits: PatchLogits, member: Inference) => void;
}

/** One front end for every kind of features that the members ask for. */
export function createFrontEnds(
  members: readonly Inference[],
  segment: Segment,
  listeners: FrontEndListeners = {},
): FrontEnd[] {
  const groups = groupBySpec(members);
  // Our own log-mel where there is one, so that mean spectra of different models can be compared.
  const measured = groups.find(({ spec }) => spec.version === 1) ?? groups[0];
  return groups.map((group) => createFrontEnd(group, group === measured, segment, listeners));
}

interface Group {
  readonly spec: FeatureSpec;
  readonly members: Inference[];
}

/** Members that hear the same are given the same patches. */
function groupBySpec(members: readonly Inference[]): Group[] {
  const groups = new Map<string, Group>();
  for (const member of members) {
    const { featureSpec: spec, featureSpecHash } = member.card;
    const group = groups.get(featureSpecHash);
    if (group) group.members.push(member);
    else groups.set(featureSpecHash, { spec, members: [member] });
  }
  return [...groups.values()];
}

function createFrontEnd(
  { spec, members }: Group,
  isMeasured: boolean,
  segment: Segment,
  { onPatch, onLogits, isGapless = false }: FrontEndListeners,
): FrontEnd {
  const results = new Map(members.map((member): [Inference, Promise<PatchLogits>[]] => [member, []]));
  const onEachPatch = (patch: Patch) => {
    const times = timesOf(patch, segment, spec);
    onPatch?.(patch, spec);
    for (const [member, pending] of results) {
      const logits = member.recognise(patch.values).then((answer) => {
        const result = { ...times, ...answer, isExtra: patch.isExtra };
        onLogits?.(result, member);
        return result;
      });
      // Awaited later; a failure in between must not count as unhandled.
      logits.catch(() => undefined);
      pending.push(logits);
    }
  };
  const patchStream = new PatchStream(spec, onEachPatch, isGapless ? stepsWithoutGaps(spec) : 1);
  const meanSpectrum = isMeasured ? new MeanSpectrum(spec.melBands, framesPerStep(spec)) : null;
  const melStream = createMelStream(spec, (energies) => {
    patchStream.push(energies);
    meanSpectrum?.push(energies);
  });
  return {
    sampleRate: spec.sampleRate,
    results,
    meanSpectrum,
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

/** The mean spectrum's modulations are those of our own models' step, about: finer frames are joined. */
function framesPerStep(spec: FeatureSpec): number {
  return spec.version === 1 ? 1 : Math.max(1, Math.round((STEP_SECONDS * spec.sampleRate) / spec.hopLength));
}

/** The same patches with more between, so that none is farther from the next than it is long. */
export function withoutGaps(spec: FeatureSpec): FeatureSpec {
  return { ...spec, patchHopFrames: Math.ceil(spec.patchHopFrames / stepsWithoutGaps(spec)) };
}

function stepsWithoutGaps({ patchHopFrames, patchFrames }: FeatureSpec): number {
  return Math.ceil(patchHopFrames / patchFrames);
}

function timesOf(patch: Patch, segment: Segment, spec: FeatureSpec): { startSeconds: number; endSeconds: number } {
  const seconds = (frame: number) => round(segment.startSeconds + (frame * spec.hopLength) / spec.sampleRate);
  return { startSeconds: seconds(patch.startFrame), endSeconds: seconds(patch.startFrame + patch.frames) };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
