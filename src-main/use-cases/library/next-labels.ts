import { analysesPredictableBy } from '../../contract/feature-keys.ts';
import type { NextLabel } from '../../contract/labels.ts';
import type { RetrainStore } from '../../library/retrain-store.ts';
import { likeliestTwo } from '../../library/retrain-store.ts';

/** For which folder and model the next labels are wanted. */
export interface NextLabelsRequest {
  readonly folder: string;
  /** The model in use. */
  readonly model: string;
  readonly catalogue: Parameters<typeof analysesPredictableBy>[1];
  readonly count: number;
}

/** Analysed tracks without a label, and the features of those that have one. */
export interface LabelCandidates {
  readonly count: number;
  readonly known: readonly Float32Array<ArrayBuffer>[];
  readonly candidates: readonly {
    readonly probabilities: readonly number[];
    readonly features: Float32Array<ArrayBuffer>;
  }[];
}

/** A candidate that is worth a label, as an index, and why; see NextLabel. */
export interface ChosenCandidate extends Pick<NextLabel, 'uncertainty' | 'novelty'> {
  readonly candidate: number;
}

/**
 * The tracks of a folder whose labels would teach most.
 * @param choose ranks the candidates, here or in another process: nextLabels of training/retrain/label-queue
 * @throws AppError what the library says, and what `choose` does
 */
export async function chooseNextLabels(
  store: Pick<RetrainStore, 'candidates'>,
  { folder, model, catalogue, count }: NextLabelsRequest,
  choose: (candidates: LabelCandidates) => readonly ChosenCandidate[] | Promise<readonly ChosenCandidate[]>,
): Promise<NextLabel[]> {
  const { candidates, known } = await store.candidates(folder, analysesPredictableBy(model, catalogue));
  const chosen = await choose({
    count,
    known,
    candidates: candidates.map(({ probabilities, embedding }) => ({ probabilities, features: embedding })),
  });
  return chosen.flatMap(({ candidate, ...why }): NextLabel[] => {
    const row = candidates[candidate];
    return row ? [{ id: row.id, ...why, genres: likeliestTwo(row) }] : [];
  });
}
