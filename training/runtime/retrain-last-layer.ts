import { createHash } from 'node:crypto';
import { AppError } from '../../src-main/contract/app-error.ts';
import type { Proof } from '../../src-main/contract/automatic.ts';
import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { ModelCard, RetrainFacts } from '../../src-main/pipeline/model/model-card.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { Graph } from '../autodiff/graph.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import { layoutOf } from '../network/context.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { readWeights } from '../onnx/read-weights.ts';
import { basePrediction, mapPrediction } from '../retrain/base-prediction.ts';
import type { CrossValidation } from '../retrain/cross-validate.ts';
import { crossValidate } from '../retrain/cross-validate.ts';
import { architecturesNamed } from '../retrain/network-named.ts';
import { featureCounts, retrainedName, retrainedNetwork, retrainedState } from '../retrain/retrained-network.ts';
import type { CalibratedMember } from '../retrain/prior-head.ts';
import { priorHead } from '../retrain/prior-head.ts';
import type { LabelledTrack, QuickModel } from '../retrain/quick-model.ts';
import { trainQuickly } from '../retrain/quick-model.ts';
import type { UserGenre } from '../retrain/user-genres.ts';
import type { CompileGraph } from '../train.ts';
import { writeModel } from './write-model.ts';

/** Finished networks that hear the same and know the same genres, to learn upon. */
export interface Bases {
  readonly name: string;
  readonly genres: readonly string[];
  readonly spec: FeatureSpec;
  readonly members: readonly CalibratedMember[];
  /** What a card says of them. */
  readonly facts: readonly { readonly name: string; readonly sha256: string }[];
  readonly featureCount: number;
}

/** @throws AppError base-unsuitable where a network is none of ours, or they differ in what they hear */
export function basesOf(name: string, models: readonly LoadedModel[]): Bases {
  const [first] = models;
  if (!first) throw new AppError('base-unsuitable', `${name} has no members.`);
  const { genres, featureSpec: spec, featureSpecHash } = first.card;
  const members = models.map(({ card, network }) => {
    const [architecture, ...others] = architecturesNamed(card.network.architecture);
    if (!architecture || others.length > 0)
      throw new AppError('base-unsuitable', `${card.name} is not a network of its own.`);
    if (card.featureSpecHash !== featureSpecHash)
      throw new AppError('base-unsuitable', `The members of ${name} hear different features.`);
    const layout = layoutOf(architecture.network(card.genres.length), () => new Graph(), [1, ...inputShape(spec)]);
    return { architecture, layout, state: readWeights(network, layout), temperature: card.temperature };
  });
  return {
    name,
    genres,
    spec,
    members,
    facts: models.map(({ card }) => ({ name: card.name, sha256: card.network.sha256 })),
    featureCount: featureCounts(members).reduce((sum, count) => sum + count, 0),
  };
}

/** The user's genres with the indexes of the bases' genres that they stand for. */
export function originsOf({ genres }: Pick<Bases, 'genres'>, own: readonly UserGenre[]): number[][] {
  return own.map(({ origins }) =>
    origins
      .map((origin) => genres.findIndex((genre) => genreKey(genre) === genreKey(origin)))
      .filter((index) => index >= 0),
  );
}

/** What is to be learned. */
export interface RetrainOptions {
  readonly name: string;
  readonly bases: Bases;
  /** Labelled ones and those that are kept beside them. */
  readonly genres: readonly UserGenre[];
  readonly tracks: readonly LabelledTrack[];
  /** What the new model is compared with: the bases, or a version of the user's, which knows the labels that are not new. */
  readonly against: string;
  /** Where the model goes. */
  readonly out: string;
  readonly seed: number;
  readonly date: string;
  /** Labels that are younger it does not know: when they were taken, as an ISO time. */
  readonly learnedAt: string;
  readonly command: string;
  readonly compile: CompileGraph;
}

/** What was learned, and how good it is. */
export interface Retrained {
  readonly card: ModelCard;
  readonly model: QuickModel;
  readonly evaluation: CrossValidation;
}

/**
 * Learns a head on the bases' features, judges it on held-out artists and albums beside the bases themselves, and writes
 * an ordinary model's folder.
 * @throws AppError training-data where no two genres have labels, and what the file system says
 */
export async function retrainQuickly({
  bases,
  genres,
  tracks,
  compile,
  ...options
}: RetrainOptions): Promise<Retrained> {
  if (new Set(tracks.flatMap((track) => track.genres)).size < 2)
    throw new AppError('training-data', 'Label tracks of two genres at least.');
  const origins = originsOf(bases, genres);
  const model = await trainQuickly(tracks, priorHead(bases.members, origins), options.seed, compile);
  const old =
    options.against === bases.name
      ? tracks.map(({ features }) => mapPrediction(basePrediction(bases.members, features), origins))
      : (model.heldOutBefore ?? model.heldOut).map((row) => row ?? []);
  const evaluation = crossValidate(tracks, model, old, genres.length);
  const shape = inputShape(bases.spec);
  const architectures = bases.members.map(({ architecture }) => architecture);
  const network = encodeModel(
    inferenceGraph(
      retrainedNetwork(architectures, genres.length),
      retrainedState(bases.members, model.head, shape),
      shape,
    ),
    options.name,
  );
  const parameters = layoutOf(retrainedNetwork(architectures, genres.length), () => new Graph(), [1, ...shape]);
  const card = await writeModel(options.out, network, {
    name: options.name,
    title: `Your genres, on ${bases.name}`,
    description: `A last layer of its own on the features of ${bases.facts.map((base) => base.name).join(' and ')}, learned from labels.`,
    genres: genres.map(({ name }) => name),
    featureSpec: bases.spec,
    temperature: model.temperature,
    network: {
      architecture: `${retrainedName(architectures)}: the sum of their logits`,
      parameters: parameters.parameterCount + parameters.statisticCount,
      input: 'patches [batch, …] float32, as the bases take them',
      output: `logits [batch, ${genres.length}] float32, embedding [batch, ${bases.featureCount}] float32`,
    },
    training: {
      seed: options.seed,
      date: options.date,
      epochs: 1,
      command: options.command,
      selection: 'None: the prior’s strength is fixed. Judged by five folds that share no artist and no album.',
      data: [{ name: 'labels', origin: 'Given by the user', tracks: countGenres(tracks, genres) }],
    },
    evaluation: [{ split: 'held-out artists and albums, 5 folds', ...evaluation.fresh }],
    licence: 'The user’s own.',
    personal: {
      mode: 'quick',
      learnedAt: options.learnedAt,
      bases: [...bases.facts],
      labelsHash: labelsHash(tracks, genres),
      against: options.against,
      comparison: { ...evaluation.comparison, interval95: [...evaluation.comparison.interval95] },
      automatic: evaluation.automatic,
      proofs: proofColumns(evaluation.proofs),
    },
  });
  return { card, model, evaluation };
}

function countGenres(tracks: readonly LabelledTrack[], genres: readonly UserGenre[]): Record<string, number> {
  return Object.fromEntries(
    genres.map(({ name }, index) => [name, tracks.filter((track) => track.genres.includes(index)).length]),
  );
}

/** More would make a card too large, and prove no more. */
const MOST_PROOFS = 20_000;

/** As a card keeps them: how sure, and whether it was right. Of very many, every so manieth. */
export function proofColumns(proofs: readonly Proof[]): RetrainFacts['proofs'] {
  const step = Math.max(1, Math.ceil(proofs.length / MOST_PROOFS));
  const kept = proofs.filter((_, index) => index % step === 0);
  return {
    confidence: kept.map(({ confidence }) => Math.round(confidence * 1e4) / 1e4),
    isRight: kept.map(({ isRight }) => isRight),
  };
}

/** SHA-256 of which file is called what. */
export function labelsHash(tracks: readonly LabelledTrack[], genres: readonly UserGenre[]): string {
  const lines = tracks
    .map(({ id, genres: own }) => `${id}\t${own.map((genre) => genres[genre]?.name).join(';')}`)
    .sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
