import type { TrackPredictions } from '../contract/inspection.ts';
import { segmentsOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import type { FrontEndListeners } from './front-end.ts';
import { Hearer } from './hearing/hear.ts';
import type { Inference } from './model/inference.ts';
import type { Recogniser } from './model/recogniser.ts';
import { sampleRatesOf } from './model/recogniser.ts';
import type { PatchLogits } from './probabilities/aggregate-patches.ts';
import { combineMembers, nearestPlace } from './probabilities/combine-members.ts';
import { joinStyleScores } from './probabilities/combine-styles.ts';
import { predictMember } from './probabilities/predict-member.ts';
import { recogniseSegment } from './recognise-segment.ts';
import { requireAudible } from './require-audible.ts';

/** What listening needs. */
export interface ListenContext {
  readonly decoder: Decoder;
  readonly recogniser: Recogniser;
  readonly signal?: AbortSignal;
}

/** Which file is heard. */
export interface ListenedTrack {
  readonly path: string;
  /** What the file says; null where it says nothing. */
  readonly durationSeconds: number | null;
}

/** What is told while a track is heard. */
export interface ListenListeners extends Pick<FrontEndListeners, 'onPatch'> {
  /** There is more; `predictions()` gives everything up to there. */
  readonly onHeard?: (predictions: () => Promise<TrackPredictions>) => void;
}

/**
 * What every model thinks of every segment of a whole track. Which channel is heard is decided before, by the middle of
 * the track: what was told cannot be taken back.
 * @throws AppError, audio-silent and audio-too-short among them
 */
export async function listenAlong(
  { path, durationSeconds }: ListenedTrack,
  { decoder, recogniser, signal }: ListenContext,
  { onHeard, onPatch }: ListenListeners = {},
): Promise<TrackPredictions> {
  const { members } = recogniser;
  const hearer = new Hearer(path, sampleRatesOf(recogniser), decoder, signal);
  const [middle = { startSeconds: 0 }] = segmentsOf('30s', durationSeconds);
  const hearing = { segment: { startSeconds: 0 }, channel: await hearer.channel(middle) };
  const soFar = new Map(members.map((member): [Inference, PatchLogits[]] => [member, []]));
  const listeners = {
    isGapless: true,
    ...(onPatch && { onPatch }),
    onLogits: (patch: PatchLogits, member: Inference) => void soFar.get(member)?.push(patch),
    onChunk: () => {
      const patches = [...soFar.values()];
      if (patches.every((own) => own.length > 0)) onHeard?.(() => predictionsOf(recogniser, patches));
    },
  };
  const { result, seconds } = await hearer.hearChannel(hearing, (open) =>
    recogniseSegment(open(), hearing.segment, members, listeners),
  );
  requireAudible(seconds, result.peakDecibels);
  return predictionsOf(recogniser, result.patches);
}

async function predictionsOf(
  { genres, styles, members, temperature }: Recogniser,
  heard: readonly (readonly PatchLogits[])[],
): Promise<TrackPredictions> {
  const own = await Promise.all(members.map((member, index) => predictMember(member, heard[index] ?? [])));
  const combined = combineMembers(own, temperature);
  const cards = members.map(({ card }) => card);
  const joined = (scores: readonly (readonly number[])[]) => Float32Array.from(joinStyleScores(cards, scores));
  return {
    genres,
    models: members.map(({ card }) => card.name),
    probabilities: combined.probabilities,
    modelProbabilities: own.map(({ probabilities }) => probabilities),
    styles: [...styles],
    styleScores: joined(own.map(({ styleScores }) => styleScores)),
    patches: combined.timeline.map((patch) => {
      const places = own.map(({ timeline }) => nearestPlace(timeline, (patch.startSeconds + patch.endSeconds) / 2));
      return {
        ...patch,
        models: own.map(({ timeline }, index) => [...(timeline[places[index] as number]?.probabilities ?? [])]),
        styleScores: joined(own.map(({ styleTimeline }, index) => styleTimeline[places[index] as number] ?? [])),
      };
    }),
  };
}
