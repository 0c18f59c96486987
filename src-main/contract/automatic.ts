/** How sure a model was of a track that it did not learn from, and whether it was right. */
export interface Proof {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** Above which confidence a model may act alone. */
export interface AutomaticThreshold {
  /** At least so confident; above 1 where nothing is sure enough. */
  readonly confidence: number;
  /** Of the proofs that reach it. */
  readonly accuracy: number;
  readonly tracks: number;
}

/** The threshold as it stands now, and what it means for the open folder. */
export interface AutomaticTagging extends AutomaticThreshold {
  /** What it was computed from; and how many of these are labels that came after the model. */
  readonly proofs: number;
  readonly fresh: number;
  /** Analysed tracks of the folder without a label, and how many of them reach the threshold. */
  readonly analysed: number;
  readonly covered: number;
}

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
export interface HeldOutFacts {
  readonly learnedAt: string;
  readonly proofs: { readonly confidence: readonly number[]; readonly isRight: readonly boolean[] };
}

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
