import type { MemberPrediction } from '../../contract/track.ts';

/**
 * What each model of several thinks; one alone has nothing to say beside the whole.
 * @param models names, in the order of `predictions`
 */
export function memberPredictions(
  models: readonly string[],
  genres: readonly string[],
  predictions: readonly { readonly probabilities: readonly number[] }[],
): MemberPrediction[] {
  if (models.length === 1) return [];
  return models.map((model, member) => ({ model, ...favourite(predictions[member]?.probabilities ?? [], genres) }));
}

/** The likeliest genre with its probability. */
export function favourite(
  probabilities: readonly number[],
  genres: readonly string[],
): { genre: string; confidence: number } {
  const confidence = Math.max(...probabilities);
  return { genre: genres[probabilities.indexOf(confidence)] ?? '', confidence };
}
