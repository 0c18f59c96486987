import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { fitTemperature, negativeLogLikelihood } from '../evaluation/temperature.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { HeadFit } from './fit-heads.ts';
import { fitHeads } from './fit-heads.ts';
import type { Head, Prior } from './head.ts';
import { dealFolds, fitsWithoutFolds, heldOutLogits } from './held-out-folds.ts';
import type { LabelledTrack, TrackInputs } from './labelled-track.ts';
import { fromStandardised, intoStandardised, momentsOf, standardised } from './standardise.ts';

/** A head on what the bases say, and what it says of every track when that track was held out. */
export interface LastLayer {
  readonly head: Head;
  /** Makes held-out probabilities as likely as they are right. */
  readonly temperature: number;
  /** [genres] of every labelled track, by heads that were fitted without its artist and album; null where nothing was left to fit. */
  readonly heldOut: readonly (readonly number[] | null)[];
  /** The same of heads that learned only from the labels that are not new: what the model before would say. Null where none is new. */
  readonly heldOutBefore: readonly (readonly number[] | null)[] | null;
}

/**
 * How many times as strong as given a prior may be for the genres that the bases know. The more a user's labels agree with
 * the bases, the more of them it takes to beat these: the held-out labels decide.
 */
const PRIOR_FACTORS = [1, 4, 16] as const;

/**
 * Fits a head to the user's labels, and as many without each fifth of the artists, to know how good it is. The held-out
 * logits are means over the repeats. Of several strengths of the prior, it takes that with the likeliest held-out labels.
 * @param prior over the tracks' inputs: what the bases say over the user's genres, see priorHead and priorOfAnswers
 */
export async function trainLastLayer(
  tracks: readonly TrackInputs[],
  prior: Prior,
  seed: number,
  compile: CompileGraph,
): Promise<LastLayer> {
  const layers: FittedLayer[] = [];
  for (const factor of PRIOR_FACTORS) {
    const strengths = prior.strengths.map((strength, genre) => (isKnown(prior, genre) ? factor * strength : strength));
    layers.push(await fitLastLayer(tracks, { ...prior, strengths }, seed, compile));
  }
  const { head, temperature, heldOut, heldOutBefore } = layers.reduce((best, each) =>
    each.loss < best.loss ? each : best,
  );
  return { head, temperature, heldOut, heldOutBefore };
}

interface FittedLayer extends LastLayer {
  /** Mean −log p of the held-out labels. */
  readonly loss: number;
}

async function fitLastLayer(
  tracks: readonly TrackInputs[],
  prior: Prior,
  seed: number,
  compile: CompileGraph,
): Promise<FittedLayer> {
  const deals = dealFolds(tracks, seed);
  const hasNew = tracks.some(({ isNew }) => isNew);
  const onAll: HeadFit = { trackWeights: tracks.map(() => 1) };
  const after = fitsWithoutFolds(deals, () => true);
  const before = hasNew ? fitsWithoutFolds(deals, (track) => tracks[track]?.isNew !== true) : [];
  const [head, ...heads] = await fitOnInputs(tracks, prior, [onAll, ...after, ...before], compile);
  if (!head) throw new Error('nothing was fitted');
  const logits = heldOutLogits(tracks, deals, heads.slice(0, after.length));
  const { temperature, loss } = calibrationOf(tracks, logits);
  const probabilities = (rows: typeof logits) => rows.map((row) => row && softmax(row, temperature));
  const logitsBefore = hasNew ? heldOutLogits(tracks, deals, heads.slice(after.length)) : null;
  return {
    head,
    temperature,
    loss,
    heldOut: probabilities(logits),
    heldOutBefore: logitsBefore && probabilities(withoutUnknown(logitsBefore, knownBefore(tracks, prior))),
  };
}

/** Heads over plain inputs; they are fitted over standardised ones. */
async function fitOnInputs(
  tracks: readonly TrackInputs[],
  prior: Prior,
  fits: readonly HeadFit[],
  compile: CompileGraph,
): Promise<Head[]> {
  const rows = tracks.map(({ inputs }) => inputs);
  const moments = momentsOf(rows);
  const genreCount = prior.bias.length;
  const problem = {
    features: standardised(rows, moments),
    targets: targetsOf(tracks, genreCount),
    genreCount,
    prior: { ...intoStandardised(prior, moments), strengths: prior.strengths },
  };
  return (await fitHeads(problem, fits, compile)).map((head) => fromStandardised(head, moments));
}

/** Of the held-out labels; 1 and 0 where there is none. */
function calibrationOf(
  tracks: readonly LabelledTrack[],
  logits: readonly (number[] | null)[],
): { temperature: number; loss: number } {
  const labelled = tracks.flatMap(({ genres }, track) =>
    logits[track] ? [{ logits: logits[track], genre: genres[0] ?? 0 }] : [],
  );
  const temperature = labelled.length > 0 ? fitTemperature(labelled) : 1;
  return { temperature, loss: negativeLogLikelihood(labelled, temperature) };
}

/** Genres that the model before could name: labelled then, or known to the bases. A name that it never heard of it cannot say. */
function knownBefore(tracks: readonly LabelledTrack[], prior: Head): boolean[] {
  const genreCount = prior.bias.length;
  return Array.from(
    { length: genreCount },
    (_, genre) => tracks.some(({ genres, isNew }) => isNew !== true && genres.includes(genre)) || isKnown(prior, genre),
  );
}

/** Whether the bases say anything of a genre. */
function isKnown({ weights, bias }: Head, genre: number): boolean {
  return weights.some((weight, index) => index % bias.length === genre && weight !== 0);
}

function withoutUnknown(logits: readonly (number[] | null)[], isKnown: readonly boolean[]): (number[] | null)[] {
  return logits.map((row) => row && row.map((logit, genre) => (isKnown[genre] ? logit : -Infinity)));
}

/** [tracks, genres] Several genres share a track. */
function targetsOf(tracks: readonly LabelledTrack[], genreCount: number): Float32Array {
  const targets = new Float32Array(tracks.length * genreCount);
  tracks.forEach(({ genres }, track) => {
    for (const genre of genres) targets[track * genreCount + genre] = 1 / genres.length;
  });
  return targets;
}
