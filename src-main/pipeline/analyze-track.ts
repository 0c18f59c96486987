import { AppError, throwIfCancelled } from '../contract/app-error.ts';
import type { AnalysisWindow } from '../contract/types.ts';
import type { Stretch } from './decode/analysis-windows.ts';
import { stretchesOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import type { FeatureSpec } from './features/feature-spec.ts';
import { createMelStream } from './features/mel-stream.ts';
import type { Patch } from './features/patch-stream.ts';
import { PatchStream } from './features/patch-stream.ts';
import type { Inference } from './model/inference.ts';
import type { PatchLogits, TrackProbabilities } from './probabilities/aggregate-patches.ts';
import { aggregatePatches } from './probabilities/aggregate-patches.ts';

/** What a track sounds like. */
export interface TrackAnalysis extends TrackProbabilities {
  readonly genre: string;
  readonly confidence: number;
  readonly analysedSeconds: number;
}

/** What an analysis needs. */
export interface AnalysisContext {
  readonly decoder: Decoder;
  readonly inference: Inference;
  readonly window: AnalysisWindow;
  readonly signal?: AbortSignal;
}

const MINIMUM_SECONDS = 1;
/** Of the loudest mel band; a full-scale sine reaches about +38. */
const SILENCE_DECIBELS = -50;
/** Patches that may wait for the model before decoding pauses. */
const PENDING_PATCHES = 48;

/** The whole flow: file → decode → features → model → probabilities. @throws AppError */
export async function analyzeTrack(path: string, durationSeconds: number | null, context: AnalysisContext): Promise<TrackAnalysis> {
  const { card } = context.inference;
  const patches: PatchLogits[] = [];
  let samples = 0;
  let peakDecibels = -Infinity;
  for (const stretch of stretchesOf(context.window, durationSeconds)) {
    const result = await analyzeStretch(path, stretch, context);
    patches.push(...result.patches);
    samples += result.samples;
    peakDecibels = Math.max(peakDecibels, result.peakDecibels);
  }
  const analysedSeconds = samples / card.featureSpec.sampleRate;
  if (analysedSeconds < MINIMUM_SECONDS) throw new AppError('audio-too-short', `${analysedSeconds.toFixed(2)} seconds of sound.`);
  if (peakDecibels < SILENCE_DECIBELS) throw new AppError('audio-silent');
  const aggregated = aggregatePatches(patches, card.temperature);
  const confidence = Math.max(...aggregated.probabilities);
  const genre = card.genres[aggregated.probabilities.indexOf(confidence)] ?? '';
  return { ...aggregated, genre, confidence, analysedSeconds };
}

interface StretchResult {
  readonly patches: PatchLogits[];
  readonly samples: number;
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

async function decodeStretch(path: string, stretch: Stretch, { decoder, inference, signal }: AnalysisContext): Promise<StretchResult> {
  const spec = inference.card.featureSpec;
  const pending: Promise<PatchLogits>[] = [];
  const patchStream = new PatchStream(spec, (patch) => {
    const logits = inference.logitsOf(patch.values).then((values) => ({ ...timesOf(patch, stretch, spec), logits: values }));
    // Awaited below; a failure in between must not count as unhandled.
    logits.catch(() => undefined);
    pending.push(logits);
  });
  const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
  let samples = 0;
  let settled = 0;
  for await (const chunk of decoder.decode({ path, sampleRate: spec.sampleRate, ...stretch }, signal)) {
    samples += chunk.length;
    melStream.push(chunk);
    while (pending.length - settled > PENDING_PATCHES) await pending[settled++];
  }
  throwIfCancelled(signal);
  melStream.finish();
  const { peakDecibels } = patchStream.finish();
  return { patches: await Promise.all(pending), samples, peakDecibels };
}

function timesOf(patch: Patch, stretch: Stretch, spec: FeatureSpec): { startSeconds: number; endSeconds: number } {
  const seconds = (frame: number) => round(stretch.startSeconds + (frame * spec.hopLength) / spec.sampleRate);
  return { startSeconds: seconds(patch.startFrame), endSeconds: seconds(patch.startFrame + patch.frames) };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
