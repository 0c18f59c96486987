import { throwIfCancelled } from '../contract/app-error.ts';
import type { TrackPredictions } from '../contract/inspection.ts';
import { segmentsOf } from './decode/analysis-windows.ts';
import type { Decoder } from './decode/decoder.ts';
import type { FrontEndListeners } from './front-end.ts';
import { createFrontEnds } from './front-end.ts';
import { Hearer } from './hearing/hear.ts';
import type { Recogniser } from './model/recogniser.ts';
import type { PatchLogits } from './probabilities/aggregate-patches.ts';
import { aggregatePatches } from './probabilities/aggregate-patches.ts';
import { requireAudible } from './require-audible.ts';
import { combineMembers, nearest } from './probabilities/combine-members.ts';

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
  readonly onHeard?: (predictions: () => TrackPredictions) => void;
}

/**
 * What every model thinks of every segment of a whole track. Which channel is heard is decided before, by the middle of the
 * track: what was told cannot be taken back. @throws AppError, audio-silent and audio-too-short among them
 */
export async function listenAlong(
  { path, durationSeconds }: ListenedTrack,
  { decoder, recogniser, signal }: ListenContext,
  { onHeard, onPatch }: ListenListeners = {},
): Promise<TrackPredictions> {
  const { members } = recogniser;
  const logits = new Map(members.map((member): [typeof member, PatchLogits[]] => [member, []]));
  const predictions = () => predictionsOf(recogniser, [...logits.values()]);
  const frontEnds = createFrontEnds(
    members,
    { startSeconds: 0 },
    { ...(onPatch && { onPatch }), onLogits: (each, member) => logits.get(member)?.push(each) },
  );
  const sampleRate = members[0]?.card.featureSpec.sampleRate ?? 0;
  const [middle = { startSeconds: 0 }] = segmentsOf('30s', durationSeconds);
  const heard = await new Hearer(path, sampleRate, decoder, signal).channel(middle);
  let samples = 0;
  for await (const chunk of decoder.decode({ path, sampleRate, heard }, signal)) {
    samples += chunk.length;
    for (const frontEnd of frontEnds) await frontEnd.push(chunk);
    if ([...logits.values()].every((own) => own.length > 0)) onHeard?.(predictions);
  }
  throwIfCancelled(signal);
  const peaks = frontEnds.map((frontEnd) => frontEnd.finish());
  for (const { results } of frontEnds) await Promise.all([...results.values()].flat());
  requireAudible(samples / sampleRate, Math.max(...peaks));
  return predictions();
}

function predictionsOf({ genres, members }: Recogniser, heard: readonly (readonly PatchLogits[])[]): TrackPredictions {
  const own = heard.map((patches, member) => aggregatePatches(patches, members[member]?.card.temperature ?? 1));
  const combined = combineMembers(own);
  return {
    genres,
    models: members.map(({ card }) => card.name),
    probabilities: combined.probabilities,
    modelProbabilities: own.map(({ probabilities }) => probabilities),
    patches: combined.timeline.map((patch) => ({
      ...patch,
      models: own.map((prediction) => [...nearest(prediction, (patch.startSeconds + patch.endSeconds) / 2)]),
    })),
  };
}
