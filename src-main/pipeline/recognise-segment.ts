import type { Segment } from './decode/analysis-windows.ts';
import type { RatedSamples } from './decode/decoder.ts';
import type { FrontEndListeners } from './front-end.ts';
import { createFrontEnds } from './front-end.ts';
import type { Inference } from './model/inference.ts';
import type { PatchLogits } from './probabilities/aggregate-patches.ts';

/** What the members of a recogniser make of a segment. */
export interface SegmentResult {
  /** Of every member, in time. */
  readonly patches: readonly (readonly PatchLogits[])[];
  /** Of the loudest mel band, relative to power 1. */
  readonly peakDecibels: number;
  /** What was heard on average, see MeanSpectrum. */
  readonly meanSpectrum: Float32Array;
}

/** Who is told while a segment is heard. */
export interface SegmentListeners extends FrontEndListeners {
  /** More of the sound was taken. */
  readonly onChunk?: () => void;
}

/**
 * Samples → features → every member's logits.
 * @param chunks mono samples of the segment, at every rate that a member hears @throws AppError
 */
export async function recogniseSegment(
  chunks: AsyncIterable<RatedSamples>,
  segment: Segment,
  members: readonly Inference[],
  { onChunk, ...listeners }: SegmentListeners = {},
): Promise<SegmentResult> {
  const frontEnds = createFrontEnds(members, segment, listeners);
  for await (const { sampleRate, samples } of chunks) {
    for (const frontEnd of frontEnds) if (frontEnd.sampleRate === sampleRate) await frontEnd.push(samples);
    onChunk?.();
  }
  const peaks = frontEnds.map((frontEnd) => frontEnd.finish());
  const patches = new Map<Inference, readonly PatchLogits[]>();
  for (const { results } of frontEnds)
    for (const [member, pending] of results) patches.set(member, await Promise.all(pending));
  return {
    patches: members.map((member) => patches.get(member) ?? []),
    peakDecibels: Math.max(...peaks),
    meanSpectrum: frontEnds.find(({ meanSpectrum }) => meanSpectrum)?.meanSpectrum?.finish() ?? new Float32Array(0),
  };
}
