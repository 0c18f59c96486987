import type { AnalysisWindow } from '../contract/values.ts';
import type { TrackAnalysis } from '../contract/track.ts';
import { segmentsOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import { createFrontEnds } from './front-end.ts';
import type { Heard, Hearing } from './hearing/hear.ts';
import { Hearer } from './hearing/hear.ts';
import { isPlace } from './hearing/sounding-place.ts';
import type { Inference } from './model/inference.ts';
import type { Recogniser } from './model/recogniser.ts';
import type { PatchLogits } from './probabilities/aggregate-patches.ts';
import { aggregatePatches } from './probabilities/aggregate-patches.ts';
import { combineMembers, disagreementOf } from './probabilities/combine-members.ts';
import { isSilent, requireAudible } from './require-audible.ts';

/** What an analysis needs. */
export interface AnalysisContext {
  readonly decoder: Decoder;
  readonly recogniser: Recogniser;
  readonly window: AnalysisWindow;
  readonly signal?: AbortSignal;
}

/** The whole flow: file → decode → features → models → probabilities. @throws AppError */
export async function analyzeTrack(
  path: string,
  durationSeconds: number | null,
  context: AnalysisContext,
): Promise<TrackAnalysis> {
  const { members, genres } = context.recogniser;
  const patches = members.map((): PatchLogits[] => []);
  const heard: Heard<SegmentResult>[] = [];
  const hearer = new Hearer(path, members[0]?.card.featureSpec.sampleRate ?? 0, context.decoder, context.signal);
  const wished = segmentsOf(context.window, durationSeconds);
  for (const segment of wished) {
    const others = [...wished.filter((other) => other !== segment), ...heard.map((other) => other.segment)].filter(
      isPlace,
    );
    heard.push(await hearer.hearSounding(segment, (open, hearing) => analyzeSegment(open(), hearing, context), others));
  }
  const sounding = withoutSilence(heard).toSorted((a, b) => a.segment.startSeconds - b.segment.startSeconds);
  for (const { result } of sounding) result.patches.forEach((own, member) => patches[member]?.push(...own));
  const seconds = sounding.reduce((sum, each) => sum + each.seconds, 0);
  requireAudible(seconds, Math.max(...sounding.map(({ result }) => result.peakDecibels)));
  const predictions = members.map(({ card }, member) => aggregatePatches(patches[member] ?? [], card.temperature));
  const combined = combineMembers(predictions);
  const embeddings = patches.map(meanEmbedding);
  const single = members.length === 1;
  return {
    ...combined,
    ...favourite(combined.probabilities, genres),
    analysedSeconds: seconds,
    heardChannel: sounding.some(({ channel }) => channel === 'side') ? 'side' : 'mix',
    disagreement: disagreementOf(predictions),
    embedding: Float32Array.from(embeddings.flatMap((embedding) => [...embedding])),
    embeddingSizes: embeddings.map(({ length }) => length),
    meanSpectrum: meanOfSpectra(
      sounding.map(({ seconds: weight, result }) => ({ seconds: weight, meanSpectrum: result.meanSpectrum })),
    ),
    members: single
      ? []
      : predictions.map(({ probabilities }, member) => ({
          model: members[member]?.card.name ?? '',
          ...favourite(probabilities, genres),
        })),
  };
}

function meanEmbedding(patches: readonly PatchLogits[]): Float64Array {
  const sum = new Float64Array(patches[0]?.embedding.length ?? 0);
  for (const { embedding } of patches)
    embedding.forEach((value, index) => (sum[index] = (sum[index] as number) + value));
  return sum.map((value) => value / patches.length);
}

/** Weighed by how long the segments are. */
function meanOfSpectra(
  segments: readonly { readonly seconds: number; readonly meanSpectrum: Float32Array }[],
): Float32Array {
  const total = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  return Float32Array.from(segments[0]?.meanSpectrum ?? [], (_, index) =>
    segments.reduce((sum, { seconds, meanSpectrum }) => sum + (seconds / total) * (meanSpectrum[index] as number), 0),
  );
}

function favourite(probabilities: readonly number[], genres: readonly string[]): { genre: string; confidence: number } {
  const confidence = Math.max(...probabilities);
  return { genre: genres[probabilities.indexOf(confidence)] ?? '', confidence };
}

interface SegmentResult {
  /** Of every member. */
  readonly patches: readonly PatchLogits[][];
  readonly peakDecibels: number;
  readonly meanSpectrum: Float32Array;
}

/** Silent segments say nothing of the track, unless there is nothing else; they are then the reason to refuse it. */
function withoutSilence(heard: readonly Heard<SegmentResult>[]): readonly Heard<SegmentResult>[] {
  const sounding = heard.filter(({ result }) => !isSilent(result.peakDecibels));
  return sounding.length > 0 ? sounding : heard;
}

async function analyzeSegment(
  chunks: AsyncIterable<Float32Array>,
  { segment }: Hearing,
  { recogniser }: AnalysisContext,
): Promise<SegmentResult> {
  const frontEnds = createFrontEnds(recogniser.members, segment);
  for await (const chunk of chunks) for (const frontEnd of frontEnds) await frontEnd.push(chunk);
  const peaks = frontEnds.map((frontEnd) => frontEnd.finish());
  const patches = new Map<Inference, PatchLogits[]>();
  for (const { results } of frontEnds)
    for (const [member, pending] of results) patches.set(member, await Promise.all(pending));
  return {
    patches: recogniser.members.map((member) => patches.get(member) ?? []),
    peakDecibels: Math.max(...peaks),
    meanSpectrum: frontEnds[0]?.meanSpectrum() ?? new Float32Array(0),
  };
}
