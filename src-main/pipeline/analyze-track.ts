import type { AnalysisWindow } from '../contract/values.ts';
import type { TrackAnalysis } from '../contract/track.ts';
import { segmentsOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import type { Heard, Listener } from './hearing/hear.ts';
import { Hearer } from './hearing/hear.ts';
import { isPlace } from './hearing/sounding-place.ts';
import type { Recogniser } from './model/recogniser.ts';
import { sampleRatesOf } from './model/recogniser.ts';
import { combineMembers, disagreementOf } from './probabilities/combine-members.ts';
import { favourite, memberPredictions } from './probabilities/member-predictions.ts';
import { joinStyleScores } from './probabilities/combine-styles.ts';
import { meanEmbedding, predictMember } from './probabilities/predict-member.ts';
import type { SegmentResult } from './recognise-segment.ts';
import { recogniseSegment } from './recognise-segment.ts';
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
  const sounding = withoutSilence(await hearSegments(path, durationSeconds, context));
  const analysedSeconds = sounding.reduce((sum, { seconds }) => sum + seconds, 0);
  requireAudible(analysedSeconds, Math.max(...sounding.map(({ result }) => result.peakDecibels)));
  const { members, genres, temperature } = context.recogniser;
  const patches = members.map((_, member) => sounding.flatMap(({ result }) => result.patches[member] ?? []));
  const predictions = await Promise.all(members.map((member, index) => predictMember(member, patches[index] ?? [])));
  const combined = combineMembers(predictions, temperature);
  const embeddings = patches.map((own) => meanEmbedding(own.map(({ embedding }) => embedding)));
  return {
    ...combined,
    ...favourite(combined.probabilities, genres),
    analysedSeconds,
    heardChannel: sounding.some(({ channel }) => channel === 'side') ? 'side' : 'mix',
    disagreement: disagreementOf(predictions),
    embedding: Float32Array.from(embeddings.flatMap((embedding) => [...embedding])),
    embeddingSizes: embeddings.map(({ length }) => length),
    styleScores: Float32Array.from(
      joinStyleScores(
        members.map(({ card }) => card),
        predictions.map(({ styleScores }) => styleScores),
      ),
    ),
    meanSpectrum: meanOfSpectra(sounding),
    members: memberPredictions(
      members.map(({ card }) => card.name),
      genres,
      predictions,
    ),
  };
}

/** The segments that a window means, in time; each lies elsewhere where there is hardly any sound. */
async function hearSegments(
  path: string,
  durationSeconds: number | null,
  { window, recogniser, decoder, signal }: AnalysisContext,
): Promise<Heard<SegmentResult>[]> {
  const hearer = new Hearer(path, sampleRatesOf(recogniser), decoder, signal);
  const wished = segmentsOf(window, durationSeconds);
  const heard: Heard<SegmentResult>[] = [];
  for (const segment of wished) {
    const taken = [...wished.filter((other) => other !== segment), ...heard.map((other) => other.segment)];
    const listen: Listener<SegmentResult> = (open, hearing) =>
      recogniseSegment(open(), hearing.segment, recogniser.members);
    heard.push(await hearer.hearSounding(segment, listen, taken.filter(isPlace)));
  }
  return heard.toSorted((a, b) => a.segment.startSeconds - b.segment.startSeconds);
}

/** Weighed by how long the segments are. */
function meanOfSpectra(segments: readonly Heard<SegmentResult>[]): Float32Array {
  const total = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  return Float32Array.from(segments[0]?.result.meanSpectrum ?? [], (_, index) =>
    segments.reduce((sum, { seconds, result }) => sum + (seconds / total) * (result.meanSpectrum[index] as number), 0),
  );
}

/** Silent segments say nothing of the track, unless there is nothing else; they are then the reason to refuse it. */
function withoutSilence(heard: readonly Heard<SegmentResult>[]): readonly Heard<SegmentResult>[] {
  const sounding = heard.filter(({ result }) => !isSilent(result.peakDecibels));
  return sounding.length > 0 ? sounding : heard;
}
