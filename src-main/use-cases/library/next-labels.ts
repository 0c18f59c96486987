import { analysesPredictableBy } from '../../contract/feature-keys.ts';
import type { LabelCandidate, LabelCandidates, NextLabel } from '../../contract/labels.ts';

/** For which folder and model the next labels are wanted. */
export interface NextLabelsRequest {
  readonly folder: string;
  /** The model in use. */
  readonly model: string;
  readonly catalogue: Parameters<typeof analysesPredictableBy>[1];
  readonly count: number;
}

/** What is chosen from, and how many. */
export interface LabelChoice {
  readonly count: number;
  readonly known: LabelCandidates['known'];
  readonly candidates: readonly Pick<LabelCandidate, 'probabilities' | 'features'>[];
}

/** A candidate that is worth a label, as an index, and why; see NextLabel. */
export interface ChosenCandidate extends Pick<NextLabel, 'uncertainty' | 'novelty'> {
  readonly candidate: number;
}

/**
 * The tracks of a folder whose labels would teach most.
 * @param find looks for candidates in the library: findLabelCandidates, here or in another thread
 * @param choose ranks them, here or in another process: nextLabels of training/retrain/label-queue
 * @throws AppError what the library says, and what `choose` does
 */
export async function chooseNextLabels(
  find: (folder: string, specHashes: ReadonlySet<string>) => Promise<LabelCandidates>,
  { folder, model, catalogue, count }: NextLabelsRequest,
  choose: (choice: LabelChoice) => readonly ChosenCandidate[] | Promise<readonly ChosenCandidate[]>,
): Promise<NextLabel[]> {
  const { candidates, known } = await find(folder, analysesPredictableBy(model, catalogue));
  const chosen = await choose({
    count,
    known,
    candidates: candidates.map(({ probabilities, features }) => ({ probabilities, features })),
  });
  return chosen.flatMap(({ candidate, ...why }): NextLabel[] => {
    const found = candidates[candidate];
    return found ? [{ id: found.id, ...why, genres: found.likeliest }] : [];
  });
}
