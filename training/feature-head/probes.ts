import { sigmoid } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { Head } from '../retrain/head.ts';
import { applyHead } from '../retrain/head.ts';
import { fromStandardised, momentsOf, standardised } from '../retrain/standardise.ts';
import { fitRidge } from './least-squares.ts';

/** Newton's steps: the error is within rounding after six. */
const STEPS = 8;
/** Of a weight p(1 − p), so that a track that is told apart fully does not divide by zero. */
const SMALLEST_WEIGHT = 1e-6;
/** Of a line's slope, which many tracks decide. */
const LINE_PENALTY = 1;

/** A linear layer that answers as a teacher does. @param targets [tracks][answers] @param penalty see LinearProblem */
export function fitTeacherProbe(
  rows: readonly Float32Array[],
  targets: readonly (readonly number[])[],
  penalty: number,
): Head {
  const moments = momentsOf(rows);
  const matrix = standardised(rows, moments);
  const values = Float64Array.from(targets.flat());
  return fromStandardised(fitRidge({ matrix, targets: values, tracks: rows.length, weights: null, penalty }), moments);
}

/**
 * Logistic regression of one label by iteratively reweighted least squares.
 * @param penalty of half the sum of squared weights, beside the sum of −log p
 */
export function fitLabelProbe(rows: readonly Float32Array[], labels: readonly boolean[], penalty: number): Head {
  const moments = momentsOf(rows);
  const matrix = standardised(rows, moments);
  const tracks = rows.length;
  const features = moments.mean.length;
  let head: Head = { weights: new Float32Array(features), bias: new Float32Array(1) };
  for (let step = 0; step < STEPS; step++) {
    const weights = new Float64Array(tracks);
    const targets = new Float64Array(tracks);
    for (let track = 0; track < tracks; track++) {
      const [logit = 0] = applyHead(head, matrix.subarray(track * features, (track + 1) * features));
      const probability = sigmoid(logit);
      const weight = Math.max(SMALLEST_WEIGHT, probability * (1 - probability));
      weights[track] = weight;
      targets[track] = logit + (Number(labels[track]) - probability) / weight;
    }
    head = fitRidge({ matrix, targets, tracks, weights, penalty });
  }
  return fromStandardised(head, moments);
}

/** From a score to a logit. */
export interface Line {
  readonly slope: number;
  readonly offset: number;
}

/**
 * The line from scores to logits that makes the labels likeliest (Platt 1999).
 * @param scores of tracks that the scores were not learned from
 */
export function fitCalibration(scores: readonly number[], labels: readonly boolean[]): Line {
  const rows = scores.map((score) => Float32Array.of(score));
  const { weights, bias } = fitLabelProbe(rows, labels, LINE_PENALTY);
  return { slope: weights[0] ?? 1, offset: bias[0] ?? 0 };
}

/** The layer that gives the line's logits. */
export function alongLine({ weights, bias }: Head, { slope, offset }: Line): Head {
  return { weights: weights.map((weight) => weight * slope), bias: bias.map((value) => value * slope + offset) };
}
