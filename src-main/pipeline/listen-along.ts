import { throwIfCancelled } from '../contract/app-error.ts';
import type { TrackOpinions } from '../contract/inspection.ts';
import type { Decoder } from './decode/decoder.ts';
import type { FrontEndListeners } from './front-end.ts';
import { createFrontEnds } from './front-end.ts';
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

/** What is told while a track is heard. */
export interface ListenListeners extends Pick<FrontEndListeners, 'onPatch'> {
  /** There is more; `opinions()` gives everything up to there. */
  readonly onHeard?: (opinions: () => TrackOpinions) => void;
}

/** What every model thinks of every stretch of a whole track. @throws AppError, audio-silent and audio-too-short among them */
export async function listenAlong(path: string, { decoder, recogniser, signal }: ListenContext, { onHeard, onPatch }: ListenListeners = {}): Promise<TrackOpinions> {
  const { members } = recogniser;
  const heard = new Map(members.map((member): [typeof member, PatchLogits[]] => [member, []]));
  const opinions = () => opinionsOf(recogniser, [...heard.values()]);
  const frontEnds = createFrontEnds(members, { startSeconds: 0 }, { ...(onPatch && { onPatch }), onLogits: (logits, member) => heard.get(member)?.push(logits) });
  const sampleRate = members[0]?.card.featureSpec.sampleRate ?? 0;
  let samples = 0;
  for await (const chunk of decoder.decode({ path, sampleRate }, signal)) {
    samples += chunk.length;
    for (const frontEnd of frontEnds) await frontEnd.push(chunk);
    if ([...heard.values()].every((own) => own.length > 0)) onHeard?.(opinions);
  }
  throwIfCancelled(signal);
  const peaks = frontEnds.map((frontEnd) => frontEnd.finish());
  for (const { results } of frontEnds) await Promise.all([...results.values()].flat());
  requireAudible(samples / sampleRate, Math.max(...peaks));
  return opinions();
}

function opinionsOf({ genres, members }: Recogniser, heard: readonly (readonly PatchLogits[])[]): TrackOpinions {
  const own = heard.map((patches, member) => aggregatePatches(patches, members[member]?.card.temperature ?? 1));
  const combined = combineMembers(own);
  return {
    genres,
    models: members.map(({ card }) => card.name),
    probabilities: combined.probabilities,
    modelProbabilities: own.map(({ probabilities }) => probabilities),
    patches: combined.timeline.map((patch) => ({
      ...patch,
      models: own.map((opinion) => [...nearest(opinion, (patch.startSeconds + patch.endSeconds) / 2)]),
    })),
  };
}
