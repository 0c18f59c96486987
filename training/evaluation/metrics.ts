/** Probabilities [genres] of one track and the genres its label allows. */
export interface Prediction {
  readonly probabilities: ArrayLike<number>;
  readonly allowed: readonly number[];
}

/** Figures over tracks. The confusion matrix counts [true genre][predicted genre]; tracks with partial labels are not in it. */
export interface Metrics {
  readonly tracks: number;
  readonly correct: number;
  readonly accuracy: number;
  /** Mean F1 over genres that occur among the true labels. */
  readonly macroF1: number;
  readonly calibrationError: number;
  readonly confusion: number[][];
}

/** Index of the largest number. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if ((values[index] as number) > (values[best] as number)) best = index;
  return best;
}

/** All figures of a set of predictions. */
export function measure(predictions: readonly Prediction[], genreCount: number): Metrics {
  const confusion = Array.from({ length: genreCount }, () => Array.from<number>({ length: genreCount }).fill(0));
  let correct = 0;
  for (const { probabilities, allowed } of predictions) {
    const predicted = argMax(probabilities);
    if (allowed.includes(predicted)) correct++;
    const row = allowed.length === 1 ? confusion[allowed[0] as number] : undefined;
    if (row) row[predicted] = (row[predicted] as number) + 1;
  }
  return {
    tracks: predictions.length,
    correct,
    accuracy: correct / Math.max(1, predictions.length),
    macroF1: macroF1(confusion),
    calibrationError: expectedCalibrationError(predictions),
    confusion,
  };
}

function macroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.flatMap((row, genre) => {
    const actual = row.reduce((sum, count) => sum + count, 0);
    if (actual === 0) return [];
    const predicted = confusion.reduce((sum, other) => sum + (other[genre] as number), 0);
    return [(2 * (row[genre] as number)) / (actual + predicted)];
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

/** Mean |confidence − accuracy| over ten equal bins of confidence, weighted by their counts (Naeini et al. 2015). */
export function expectedCalibrationError(predictions: readonly Prediction[], bins = 10): number {
  const sums = Array.from({ length: bins }, () => ({ confidence: 0, correct: 0 }));
  for (const { probabilities, allowed } of predictions) {
    const predicted = argMax(probabilities);
    const confidence = probabilities[predicted] as number;
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))];
    if (!bin) continue;
    bin.confidence += confidence;
    bin.correct += Number(allowed.includes(predicted));
  }
  return sums.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.correct), 0) / Math.max(1, predictions.length);
}
