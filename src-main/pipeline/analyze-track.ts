import { AppError, throwIfCancelled } from '../contract/app-error.ts';
import type { AnalysisWindow, MemberOpinion } from '../contract/types.ts';
import type { Stretch } from './decode/analysis-windows.ts';
import { stretchesOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import { createFrontEnds } from './front-end.ts';
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
  /** What each model's last layer is given, mean over the patches, one model after the other. Empty where no model tells. */
  readonly embedding: Float32Array;
  /** Each model's share of it. */
  readonly embeddingSizes: number[];
  /** What the track sounds like on average, see SpectralSketch. */
  readonly sketch: Float32Array;
}

/** What an analysis needs. */
export interface AnalysisContext {
  readonly decoder: Decoder;
  readonly recogniser: Recogniser;
  readonly window: AnalysisWindow;
  readonly signal?: AbortSignal;
}

/** The whole flow: file → decode → features → models → probabilities. @throws AppError */
export async function analyzeTrack(path: string, durationSeconds: number | null, context: AnalysisContext): Promise<TrackAnalysis> {
  const { members, genres } = context.recogniser;
  const patches = members.map((): PatchLogits[] => []);
  let seconds = 0;
  let peakDecibels = -Infinity;
  const sketches: { readonly seconds: number; readonly sketch: Float32Array }[] = [];
  for (const stretch of stretchesOf(context.window, durationSeconds)) {
    const result = await analyzeStretch(path, stretch, context);
    result.patches.forEach((own, member) => patches[member]?.push(...own));
    seconds += result.seconds;
    sketches.push(result);
    peakDecibels = Math.max(peakDecibels, result.peakDecibels);
  }
  requireAudible(seconds, peakDecibels);
  const opinions = members.map(({ card }, member) => aggregatePatches(patches[member] ?? [], card.temperature));
  const combined = combineMembers(opinions);
  const embeddings = patches.map(meanEmbedding);
  const single = members.length === 1;
  return {
    ...combined,
    ...favourite(combined.probabilities, genres),
    analysedSeconds: seconds,
    disagreement: disagreementOf(opinions),
    embedding: Float32Array.from(embeddings.flatMap((embedding) => [...embedding])),
    embeddingSizes: embeddings.map(({ length }) => length),
    sketch: meanSketch(sketches),
    members: single ? [] : opinions.map(({ probabilities }, member) => ({ model: members[member]?.card.name ?? '', ...favourite(probabilities, genres) })),
  };
}

function meanEmbedding(patches: readonly PatchLogits[]): Float64Array {
  const sum = new Float64Array(patches[0]?.embedding.length ?? 0);
  for (const { embedding } of patches) embedding.forEach((value, index) => (sum[index] = (sum[index] as number) + value));
  return sum.map((value) => value / patches.length);
}

/** Weighed by how long the stretches are. */
function meanSketch(stretches: readonly { readonly seconds: number; readonly sketch: Float32Array }[]): Float32Array {
  const total = stretches.reduce((sum, { seconds }) => sum + seconds, 0);
  return Float32Array.from(stretches[0]?.sketch ?? [], (_, index) => stretches.reduce((sum, { seconds, sketch }) => sum + (seconds / total) * (sketch[index] as number), 0));
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
  readonly sketch: Float32Array;
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
  const frontEnds = createFrontEnds(recogniser.members, stretch);
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
  return { patches: recogniser.members.map((member) => patches.get(member) ?? []), seconds: samples / sampleRate, peakDecibels: Math.max(...peaks), sketch: frontEnds[0]?.sketch() ?? new Float32Array(0) };
}
