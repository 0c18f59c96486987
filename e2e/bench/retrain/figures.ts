import type { TrackInputs } from '../../../training/retrain/labelled-track.ts';
import { argMax } from '../../../training/evaluation/prediction.ts';

/** Of one model on held-out clips. */
export interface Score {
  readonly accuracy: number;
  /** Mean over the genres that occur. */
  readonly recall: number;
}

/** @param prediction probabilities or logits over the user's genres */
export function scoreOf(
  test: readonly TrackInputs[],
  prediction: (track: TrackInputs, index: number) => readonly number[],
): Score {
  const right = test.map((track, index) => track.genres.includes(argMax(prediction(track, index))));
  const byGenre = new Map<number, boolean[]>();
  test.forEach(({ genres: [genre = 0] }, index) =>
    byGenre.set(genre, [...(byGenre.get(genre) ?? []), right[index] ?? false]),
  );
  const share = (values: readonly boolean[]) => values.filter(Boolean).length / Math.max(1, values.length);
  return { accuracy: share(right), recall: mean([...byGenre.values()].map(share)) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Student's t for a 95% interval of five draws. */
const T_OF_FIVE = 2.776;

/** `61.2 ± 1.8` in per cent: mean of five seeds and half of its 95% interval. */
export function withInterval(values: readonly number[]): string {
  const middle = mean(values);
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
  return `${(100 * middle).toFixed(1)} ± ${((100 * T_OF_FIVE * deviation) / Math.sqrt(values.length)).toFixed(1)}`;
}
