import { z } from 'zod';
import type { Immutable } from './immutable.ts';

/** How sure a model was of a track that it did not learn from, and whether it was right. */
export interface Proof {
  readonly confidence: number;
  readonly isRight: boolean;
}

const automaticThresholdSchema = z.object({
  /** At least so confident; above 1 where nothing is sure enough. */
  confidence: z.number(),
  /** Of the proofs that reach it. */
  accuracy: z.number(),
  tracks: z.number(),
});
/** Above which confidence a model may act alone. */
export type AutomaticThreshold = Immutable<z.infer<typeof automaticThresholdSchema>>;

/** The threshold as it stands now, and what it means for the open folder. */
export const automaticTaggingSchema = automaticThresholdSchema.extend({
  /** What it was computed from; and how many of these are labels that came after the model. */
  proofs: z.number(),
  fresh: z.number(),
  /** Analysed tracks of the folder without a label, and how many of them reach the threshold. */
  analysed: z.number(),
  covered: z.number(),
});
/** See {@link automaticTaggingSchema}. */
export type AutomaticTagging = Immutable<z.infer<typeof automaticTaggingSchema>>;

/** What users ask of tags that are written without being looked at. */
const AUTOMATIC_ACCURACY = 0.95;
/** Fewer than these prove nothing. */
export const FEWEST_PROOFS = 20;

/** The lowest confidence from which on at least `wanted` of the proofs are right. */
export function automaticThreshold(proofs: readonly Proof[], wanted: number = AUTOMATIC_ACCURACY): AutomaticThreshold {
  const order = proofs.toSorted((a, b) => b.confidence - a.confidence);
  let best: AutomaticThreshold = { confidence: 1.01, accuracy: 0, tracks: 0 };
  let right = 0;
  for (const [index, proof] of order.entries()) {
    right += Number(proof.isRight);
    const tracks = index + 1;
    const isLastOfItsConfidence = order[tracks]?.confidence !== proof.confidence;
    if (tracks >= FEWEST_PROOFS && isLastOfItsConfidence && right / tracks >= wanted)
      best = { confidence: proof.confidence, accuracy: right / tracks, tracks };
  }
  return best;
}

/** What a model's card says of the labels that it learned from. */
export const heldOutFactsSchema = z.object({
  learnedAt: z.string(),
  proofs: z.object({ confidence: z.array(z.number()), isRight: z.array(z.boolean()) }),
});
/** See {@link heldOutFactsSchema}. */
export type HeldOutFacts = Immutable<z.infer<typeof heldOutFactsSchema>>;

/** A card's proofs one by one; none of a model that did not learn from labels. */
export function heldOutProofs(heldOut: HeldOutFacts | null): Proof[] {
  return (
    heldOut?.proofs.confidence.map((confidence, index) => ({
      confidence,
      isRight: heldOut.proofs.isRight[index] === true,
    })) ?? []
  );
}

/** Nothing is known. */
export const NOT_AUTOMATIC: AutomaticTagging = {
  ...automaticThreshold([]),
  proofs: 0,
  fresh: 0,
  analysed: 0,
  covered: 0,
};
