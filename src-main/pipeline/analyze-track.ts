import { AppError, throwIfCancelled } from '../contract/app-error.ts';
import type { AnalysisWindow, MemberOpinion } from '../contract/types.ts';
import type { Stretch } from './decode/analysis-windows.ts';
import { stretchesOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import type { FeatureSpec } from './features/feature-spec.ts';
import { createMelStream } from './features/mel-stream.ts';
import type { Patch } from './features/patch-stream.ts';
import { PatchStream } from './features/patch-stream.ts';
import type { Inference } from './model/inference.ts';
import type { Recogniser } from './model/recogniser.ts';
import type { PatchLogits, TrackProbabilities } from './probabilities/aggregate-patches.ts';
import { aggregatePatches } from './probabilities/aggregate-patches.ts';
import { combineMembers, disagreementOf } from './probabilities/combine-members.ts';
import { requireAudible } from './require-audible.ts';

/** What a track sounds like. */
export interface TrackAnalysis extends TrackProbabilities {
  readonly genre: string;
  readonly confidence: number;
  readonly analysedSeconds: number;
  /** How far the models are apart, 0 to 1; null where there is one alone. */
  readonly disagreement: number | null;
  /** What each model thinks; empty where there is one alone. */
  readonly members: MemberOpinion[];
}

/** What an analysis needs. */
export interface AnalysisContext {
  readonly decoder: Decoder;
  readonly recogniser: Recogniser;
  readonly window: AnalysisWindow;
  readonly signal?: AbortSignal;
}

/** Patches that may wait for the model before decoding pauses. */
const PENDING_PATCHES = 48;

/** The whole flow: file → decode → features → models → probabilities. @throws AppError */
export async function analyzeTrack(path: string, durationSeconds: number | null, context: AnalysisContext): Promise<TrackAnalysis> {
  const { members, genres } = context.recogniser;
  const patches = members.map((): PatchLogits[] => []);
  let seconds = 0;
  let peakDecibels = -Infinity;
  for (const stretch of stretchesOf(context.window, durationSeconds)) {
    const result = await analyzeStretch(path, stretch, context);
    result.patches.forEach((own, member) => patches[member]?.push(...own));
    seconds += result.seconds;
    peakDecibels = Math.max(peakDecibels, result.peakDecibels);
  }
  requireAudible(seconds, peakDecibels);
  const opinions = members.map(({ card }, member) => aggregatePatches(patches[member] ?? [], card.temperature));
  const combined = combineMembers(opinions);
  const single = members.length === 1;
  return {
    ...combined,
    ...favourite(combined.probabilities, genres),
    analysedSeconds: seconds,
    disagreement: disagreementOf(opinions),
    members: single ? [] : opinions.map(({ probabilities }, member) => ({ model: members[member]?.card.name ?? '', ...favourite(probabilities, genres) })),
  };
}

function favourite(probabilities: readonly number[], genres: readonly string[]): { genre: string; confidence: number } {
  const confidence = Math.max(...probabilities);
  return { genre: genres[probabilities.indexOf(confidence)] ?? '', confidence };
}

interface StretchResult {
  /** Of every member. */
  readonly patches: readonly PatchLogits[][];
  readonly seconds: number;
  readonly peakDecibels: number;
}

async function analyzeStretch(path: string, stretch: Stretch, context: AnalysisContext): Promise<StretchResult> {
  try {
    return await decodeStretch(path, stretch, context);
  } catch (error) {
    // A wrong duration in the file's header can put the middle beyond the end.
    const beyondEnd = error instanceof AppError && error.code === 'file-corrupt' && stretch.startSeconds > 0;
    if (!beyondEnd) throw error;
    return decodeStretch(path, { ...stretch, startSeconds: 0 }, context);
  }
}

async function decodeStretch(path: string, stretch: Stretch, { decoder, recogniser, signal }: AnalysisContext): Promise<StretchResult> {
  const frontEnds = groupBySpec(recogniser.members).map(({ spec, members }) => createFrontEnd(spec, members, stretch));
  const sampleRate = recogniser.members[0]?.card.featureSpec.sampleRate ?? 0;
  let samples = 0;
  for await (const chunk of decoder.decode({ path, sampleRate, ...stretch }, signal)) {
    samples += chunk.length;
    for (const frontEnd of frontEnds) await frontEnd.push(chunk);
  }
  throwIfCancelled(signal);
  const peaks = frontEnds.map((frontEnd) => frontEnd.finish());
  const patches = new Map<Inference, PatchLogits[]>();
  for (const { results } of frontEnds) for (const [member, pending] of results) patches.set(member, await Promise.all(pending));
  return { patches: recogniser.members.map((member) => patches.get(member) ?? []), seconds: samples / sampleRate, peakDecibels: Math.max(...peaks) };
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

/** Samples in, logits of every member out. */
function createFrontEnd(spec: FeatureSpec, members: readonly Inference[], stretch: Stretch) {
  const results = new Map(members.map((member): [Inference, Promise<PatchLogits>[]] => [member, []]));
  const patchStream = new PatchStream(spec, (patch) => {
    const times = timesOf(patch, stretch, spec);
    for (const [member, pending] of results) {
      const logits = member.logitsOf(patch.values).then((values) => ({ ...times, logits: values }));
      // Awaited later; a failure in between must not count as unhandled.
      logits.catch(() => undefined);
      pending.push(logits);
    }
  });
  const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
  return {
    results,
    async push(chunk: Float32Array): Promise<void> {
      melStream.push(chunk);
      for (const pending of results.values()) await pending[pending.length - PENDING_PATCHES];
    },
    /** @returns decibels of the loudest band */
    finish(): number {
      melStream.finish();
      return patchStream.finish().peakDecibels;
    },
  };
}

function timesOf(patch: Patch, stretch: Stretch, spec: FeatureSpec): { startSeconds: number; endSeconds: number } {
  const seconds = (frame: number) => round(stretch.startSeconds + (frame * spec.hopLength) / spec.sampleRate);
  return { startSeconds: seconds(patch.startFrame), endSeconds: seconds(patch.startFrame + patch.frames) };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
