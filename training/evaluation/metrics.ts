import type { Proof } from '../../src-main/contract/automatic.ts';
import { createRandom } from '../random/random.ts';
import type { Prediction } from './prediction.ts';
import { argMax, calibrationProofOf, proofOf } from './prediction.ts';

/** Of one genre: right ones among those called so, and among those that are so. */
interface GenreFigures {
  readonly tracks: number;
  readonly precision: number;
  readonly recall: number;
}

/** Tracks whose confidence lies in one tenth. */
interface ReliabilityBin {
  readonly tracks: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** Accuracy of the most confident share of the tracks. */
interface CoveragePoint {
  readonly coverage: number;
  readonly accuracy: number;
}

/**
 * Figures over tracks. The confusion matrix counts [true genre][predicted genre]; tracks with partial labels are not in
 * it.
 */
export interface Metrics {
  readonly tracks: number;
  readonly correct: number;
  readonly accuracy: number;
  /** 2.5 % and 97.5 % of the accuracies of 2,000 resamples (Efron 1979). */
  readonly interval95: [number, number];
  /** Share of tracks whose genre is among the two likeliest. */
  readonly top2: number;
  /** Mean F1 over genres that occur among the true labels. */
  readonly macroF1: number;
  /** Mean share of right tracks over labels; one that allows several genres is a label of its own. */
  readonly macroRecall: number;
  readonly calibrationError: number;
  /** What a perfectly calibrated model's calibration error would be on so few tracks: mean over 200 draws. */
  readonly calibrationNoise: number;
  readonly reliability: ReliabilityBin[];
  readonly coverage: CoveragePoint[];
  readonly perGenre: GenreFigures[];
  readonly confusion: number[][];
}

const BINS = 10;
const RESAMPLES = 2_000;
const CALIBRATION_DRAWS = 200;
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** All figures of a set of predictions. */
export function measure(predictions: readonly Prediction[], genreCount: number): Metrics {
  const proofs = predictions.map(proofOf);
  const confusion = confusionMatrix(predictions, genreCount);
  const perGenre = confusion.map((_, genre) => genreFigures(confusion, genre));
  const correct = proofs.filter(({ isRight }) => isRight).length;
  const calibration = predictions.map(calibrationProofOf);
  const reliability = reliabilityBins(calibration);
  return {
    tracks: predictions.length,
    correct,
    accuracy: correct / Math.max(1, predictions.length),
    interval95: bootstrapInterval(proofs.map(({ isRight }) => Number(isRight))),
    top2: predictions.filter(isAmongTwo).length / Math.max(1, predictions.length),
    macroF1: macroF1(perGenre),
    macroRecall: macroRecall(predictions, proofs),
    calibrationError: calibrationErrorOf(reliability),
    calibrationNoise: calibrationNoiseOf(calibration),
    reliability,
    coverage: accuracyByCoverage(proofs),
    perGenre,
    confusion,
  };
}

/** Counts [true genre][predicted genre]; partial labels are left out. */
export function confusionMatrix(predictions: readonly Prediction[], genreCount: number): number[][] {
  const confusion = Array.from({ length: genreCount }, () => Array.from<number>({ length: genreCount }).fill(0));
  for (const { probabilities, allowed } of predictions) {
    const row = allowed.length === 1 ? confusion[allowed[0] as number] : undefined;
    const predicted = argMax(probabilities);
    if (row) row[predicted] = (row[predicted] as number) + 1;
  }
  return confusion;
}

function genreFigures(confusion: readonly (readonly number[])[], genre: number): GenreFigures {
  const right = confusion[genre]?.[genre] ?? 0;
  const tracks = confusion[genre]?.reduce((sum, count) => sum + count, 0) ?? 0;
  const called = confusion.reduce((sum, row) => sum + (row[genre] as number), 0);
  return { tracks, precision: right / Math.max(1, called), recall: right / Math.max(1, tracks) };
}

function macroF1(figures: readonly GenreFigures[]): number {
  const scores = figures
    .filter(({ tracks }) => tracks > 0)
    .map(({ precision, recall }) => (precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)));
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

/** @param proofs of the predictions, in their order */
function macroRecall(predictions: readonly Prediction[], proofs: readonly Proof[]): number {
  const tallies = new Map<string, { right: number; tracks: number }>();
  for (const [index, { allowed }] of predictions.entries()) {
    const label = allowed.join(' ');
    const { right, tracks } = tallies.get(label) ?? { right: 0, tracks: 0 };
    tallies.set(label, { right: right + Number(proofs[index]?.isRight), tracks: tracks + 1 });
  }
  const recalls = [...tallies.values()].map(({ right, tracks }) => right / tracks);
  return recalls.reduce((sum, recall) => sum + recall, 0) / Math.max(1, recalls.length);
}

function isAmongTwo({ probabilities, allowed }: Prediction): boolean {
  const order = Array.from(probabilities, (_, genre) => genre).sort(
    (a, b) => (probabilities[b] as number) - (probabilities[a] as number),
  );
  return order.slice(0, 2).some((genre) => allowed.includes(genre));
}

/** The expected calibration error (Naeini et al. 2015): the mean gap of bins, weighted by their counts. */
function calibrationErrorOf(bins: readonly ReliabilityBin[]): number {
  const tracks = bins.reduce((sum, bin) => sum + bin.tracks, 0);
  return bins.reduce((sum, bin) => sum + bin.tracks * Math.abs(bin.confidence - bin.accuracy), 0) / Math.max(1, tracks);
}

function calibrationNoiseOf(proofs: readonly Proof[]): number {
  const random = createRandom(1);
  let sum = 0;
  for (let draw = 0; draw < CALIBRATION_DRAWS; draw++)
    sum += calibrationErrorOf(
      reliabilityBins(proofs.map(({ confidence }) => ({ confidence, isRight: random.uniform() < confidence }))),
    );
  return sum / CALIBRATION_DRAWS;
}

function reliabilityBins(proofs: readonly Proof[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const inside = proofs.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin);
    const count = Math.max(1, inside.length);
    return {
      tracks: inside.length,
      confidence: inside.reduce((sum, { confidence }) => sum + confidence, 0) / count,
      accuracy: inside.filter(({ isRight }) => isRight).length / count,
    };
  });
}

function accuracyByCoverage(proofs: readonly Proof[]): CoveragePoint[] {
  const order = proofs.toSorted((a, b) => b.confidence - a.confidence);
  return SHARES.map((coverage) => {
    const kept = order.slice(0, Math.max(1, Math.round(coverage * order.length)));
    return { coverage, accuracy: kept.filter(({ isRight }) => isRight).length / Math.max(1, kept.length) };
  });
}

/** @param values one a track */
export function bootstrapInterval(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 0];
  const random = createRandom(1);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.index(values.length)] as number;
    return sum / values.length;
  }).sort((a, b) => a - b);
  return [means[Math.floor(RESAMPLES * 0.025)] as number, means[Math.ceil(RESAMPLES * 0.975) - 1] as number];
}
