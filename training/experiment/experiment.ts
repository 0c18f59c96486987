import { AppError } from '../../src-main/contract/app-error.ts';
import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { Architecture } from '../architectures/architecture.ts';
import { specOf } from '../architectures/architecture.ts';
import type { OpenBatches } from '../dataset/batch-source.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import { fitSpec, meanLevels } from '../dataset/fit-spec.ts';
import { frontEndOf, isSameFrontEnd } from '../dataset/front-end-spec.ts';
import type { Split } from '../dataset/split.ts';
import type { Metrics } from '../evaluation/metrics.ts';
import { confusionMatrix, measure } from '../evaluation/metrics.ts';
import type { ExampleLogits, Predictor } from '../evaluation/predict.ts';
import { createPredictor } from '../evaluation/predict.ts';
import { argMax } from '../evaluation/prediction.ts';
import { fitTemperature, negativeLogLikelihood } from '../evaluation/temperature.ts';
import type { Network, NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { TrainingEvent, TrainingOptions, Validation } from '../engine/train.ts';
import { train, trainingLayout } from '../engine/train.ts';
import type { Snapshot } from '../engine/training-run.ts';

/** What of a run is not in its architecture's recipe. */
export interface ExperimentSettings {
  readonly seed: number;
  readonly epochs: number | null;
  /** Rare genres count for more, as much as all others do. */
  readonly balanced: boolean;
  /** Null: as many as the recipe says. */
  readonly stepsPerRun: number | null;
  /** A finished network to go on from; its layers learn the slower the earlier they are. */
  readonly start?: {
    readonly spec: FeatureSpec;
    readonly state: NetworkState;
    readonly earlyRate: number;
    /** Share of its weights in the finished ones. */ readonly keptShare: number;
  };
}

/** One network, one split of one dataset: everything that is decided before training begins. */
export interface Experiment {
  readonly genres: readonly string[];
  readonly network: Network;
  readonly spec: FeatureSpec;
  readonly split: Split;
  readonly layout: NetworkLayout;
  readonly options: TrainingOptions;
}

/** Plans a run. Normalisation and weights of genres come from the training subset alone. */
export function planExperiment(
  architecture: Architecture,
  dataset: Dataset,
  split: Split,
  settings: ExperimentSettings,
): Experiment {
  const { recipe } = architecture;
  const { genres, bands } = dataset;
  const rough = roughSpec(architecture, dataset);
  const spec = settings.start?.spec ?? fitSpec(rough, split.train);
  const network = architecture.network(genres.length);
  const longest = split.train.reduce((frames, example) => Math.max(frames, example.frames), 0);
  const { batchSize, augmentation, mixupChance, mixupAlpha, cropsPerExample, ...rest } = recipe;
  const options: TrainingOptions = {
    ...rest,
    network,
    startFrom: settings.start?.state ?? null,
    earlyRate: settings.start?.earlyRate ?? 1,
    epochs: settings.epochs ?? recipe.epochs,
    stepsPerRun: settings.stepsPerRun ?? recipe.stepsPerRun,
    batch: {
      batchSize: Math.min(batchSize, Math.max(1, split.train.length)),
      spec,
      augmentation,
      mixupChance,
      mixupAlpha,
      cropsPerExample: cropsPerExample ?? Math.max(1, Math.floor(longest / spec.patchFrames)),
      maskLevels: meanLevels(split.train, bands),
      classWeights: classWeights(split.train, genres.length, settings.balanced),
      genreCount: genres.length,
      seed: settings.seed,
    },
  };
  return { genres, network, spec, split, options, layout: trainingLayout(options) };
}

/** Not yet normalised. @throws AppError sound-needed where the data's spectrograms are not what the network hears */
function roughSpec({ input }: Architecture, { bands, frontEnd }: Dataset): FeatureSpec {
  const spec = specOf(input, { hopLength: frontEnd.hopLength, melBands: bands, rangeDecibels: 80 });
  if (!isSameFrontEnd(frontEnd, frontEndOf(spec)))
    throw new AppError(
      'sound-needed',
      `The network hears sound at ${spec.sampleRate / 1000} kHz through another front end.`,
    );
  return spec;
}

/** Inverse frequencies with a mean of one over examples, or ones. */
function classWeights(examples: readonly Example[], genreCount: number, balanced: boolean): number[] {
  const counts = Array.from<number>({ length: genreCount }).fill(0);
  for (const { allowed } of examples)
    for (const genre of allowed) counts[genre] = (counts[genre] as number) + 1 / allowed.length;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (balanced && count > 0 ? examples.length / (present * count) : 1));
}

/** What running an experiment takes. */
export interface ExperimentServices {
  readonly compile: CompileGraph;
  readonly openBatches: OpenBatches;
  readonly now: () => number;
  readonly resumeFrom?: Snapshot;
  readonly signal?: AbortSignal;
}

/** Trains as planned, validating every epoch. */
export async function* runExperiment(
  experiment: Experiment,
  services: ExperimentServices,
): AsyncGenerator<TrainingEvent> {
  const { split, options, spec, network, layout } = experiment;
  const predictor = split.valid.length > 0 ? await createPredictor(network, layout, spec, services.compile) : null;
  try {
    const validate =
      predictor && ((state: NetworkState) => validation(predictor, state, split.valid, experiment.genres.length));
    yield* train(split.train, options, { ...services, validate });
  } finally {
    await predictor?.release();
  }
}

async function validation(
  predictor: Predictor,
  state: NetworkState,
  examples: readonly Example[],
  genreCount: number,
): Promise<Validation> {
  const logits = await predictor.predict(state, examples);
  const right = logits.filter(({ mean }, index) => examples[index]?.allowed.includes(argMax(mean))).length;
  const labelled = logits.map(({ mean }, index) => ({ logits: mean, genre: examples[index]?.allowed[0] ?? 0 }));
  const predictions = logits.map(({ mean }, index) => ({
    probabilities: mean,
    allowed: examples[index]?.allowed ?? [],
  }));
  return {
    accuracy: right / examples.length,
    loss: negativeLogLikelihood(labelled, 1),
    confusion: confusionMatrix(predictions, genreCount),
  };
}

/** Figures of one subset, per track; and how many single patches are right. */
export interface SubsetEvaluation extends Metrics {
  readonly segmentAccuracy: number;
}

/** What became of an experiment. */
export interface ExperimentResult {
  /** Fitted on the validation subset; 1 where there is none. */
  readonly temperature: number;
  readonly valid: SubsetEvaluation | null;
  readonly test: SubsetEvaluation | null;
}

/** Evaluates finished weights. @param subsets `valid` alone while settings are still being chosen */
export async function evaluateExperiment(
  experiment: Experiment,
  state: NetworkState,
  compile: CompileGraph,
  subsets: readonly ('valid' | 'test')[],
): Promise<ExperimentResult> {
  const { split, network, layout, spec, genres } = experiment;
  const predictor = await createPredictor(network, layout, spec, compile);
  try {
    const valid = await predictor.predict(state, split.valid);
    const temperature =
      split.valid.length === 0
        ? 1
        : fitTemperature(
            valid.map(({ mean }, index) => ({ logits: mean, genre: split.valid[index]?.allowed[0] ?? 0 })),
          );
    const test = subsets.includes('test') && split.test.length > 0 ? await predictor.predict(state, split.test) : null;
    return {
      temperature,
      valid:
        split.valid.length > 0
          ? evaluatePredictions(split.valid, predictionsOf(valid, temperature), genres.length)
          : null,
      test: test && evaluatePredictions(split.test, predictionsOf(test, temperature), genres.length),
    };
  } finally {
    await predictor.release();
  }
}

/** What is thought of one example: of the whole, and of every patch. */
export interface ExamplePrediction {
  readonly probabilities: readonly number[];
  readonly patches: readonly (readonly number[])[];
}

/** Calibrated probabilities of logits. */
export function predictionsOf(logits: readonly ExampleLogits[], temperature: number): ExamplePrediction[] {
  return logits.map(({ mean, patches }) => ({
    probabilities: softmax(mean, temperature),
    patches: patches.map((patch) => softmax(patch, temperature)),
  }));
}

/** Figures of predictions on examples. */
export function evaluatePredictions(
  examples: readonly Example[],
  predictions: readonly ExamplePrediction[],
  genreCount: number,
): SubsetEvaluation {
  const allowedOf = (index: number) => examples[index]?.allowed ?? [];
  const clips = predictions.map(({ probabilities }, index) => ({ probabilities, allowed: allowedOf(index) }));
  const patches = predictions.flatMap((each, index) =>
    each.patches.map((patch) => allowedOf(index).includes(argMax(patch))),
  );
  return {
    ...measure(clips, genreCount),
    segmentAccuracy: patches.filter(Boolean).length / Math.max(1, patches.length),
  };
}
