import { momentsOf, standardised } from './standardise.ts';

/** A track that nobody labelled yet. */
export interface Candidate {
  /** Calibrated. */
  readonly probabilities: readonly number[];
  /** See LabelledTrack; standardised, so that no feature counts more than others. */
  readonly features: Float32Array;
}

/** Why a track is asked for. */
export interface Question {
  readonly candidate: number;
  /** 0: sure of its genre; 1: the two likeliest are equally likely. */
  readonly uncertainty: number;
  /** Distance to the nearest track that is labelled or asked for already, 1 for the farthest of all. */
  readonly novelty: number;
}

/** How much uncertainty counts beside novelty. */
const UNCERTAINTY_SHARE = 0.5;

/**
 * What to label next: tracks that the model is unsure of and that are unlike those known so far, one after the other, each
 * choice counting as known for the next (uncertainty and k-centre greedy, Settles 2009; Sener & Savarese 2018).
 */
export function labelQueue(
  candidates: readonly Candidate[],
  known: readonly Float32Array[],
  count: number,
): Question[] {
  const uncertainties = candidates.map(({ probabilities }) => {
    const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
    return 1 - (first - second);
  });
  const distances = candidates.map(({ features }) =>
    known.reduce((least, other) => Math.min(least, distance(features, other)), Infinity),
  );
  const questions: Question[] = [];
  while (questions.length < Math.min(count, candidates.length)) {
    const farthest = Math.max(...distances.filter((each) => each < Infinity), 1e-9);
    const novelty = (index: number) => Math.min(1, (distances[index] as number) / farthest);
    const worth = (index: number) =>
      distances[index] === 0
        ? -1
        : UNCERTAINTY_SHARE * (uncertainties[index] as number) + (1 - UNCERTAINTY_SHARE) * novelty(index);
    let best = 0;
    for (let index = 1; index < candidates.length; index++) if (worth(index) > worth(best)) best = index;
    if (worth(best) < 0) break;
    questions.push({ candidate: best, uncertainty: uncertainties[best] as number, novelty: novelty(best) });
    const chosen = candidates[best] as Candidate;
    candidates.forEach(
      ({ features }, index) =>
        (distances[index] =
          index === best ? 0 : Math.min(distances[index] as number, distance(features, chosen.features))),
    );
  }
  return questions;
}

/** The queue over features as analyses keep them: standardised first. */
export function nextLabels(
  candidates: readonly Candidate[],
  known: readonly Float32Array[],
  count: number,
): Question[] {
  const moments = momentsOf([...known, ...candidates.map(({ features }) => features)]);
  const row = (features: Float32Array) => standardised([features], moments);
  return labelQueue(
    candidates.map(({ probabilities, features }) => ({ probabilities, features: row(features) })),
    known.map(row),
    count,
  );
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += ((a[index] as number) - (b[index] as number)) ** 2;
  return Math.sqrt(sum);
}
