import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import { makeFolder } from '../../src-main/files/make-folder.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { acquireLock } from '../../src-main/pipeline/process-lock.ts';
import type { ProviderChoice } from '../../src-main/contract/values.ts';
import type { Architecture } from '../architectures/architecture.ts';
import type { Dataset } from '../dataset/example.ts';
import type { Split } from '../dataset/split.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import type { Experiment, ExperimentResult, ExperimentSettings } from '../experiment/experiment.ts';
import { evaluateExperiment, planExperiment, runExperiment } from '../experiment/experiment.ts';
import type { NetworkState } from '../network/parameters.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import type { TrainingEvent } from '../engine/train.ts';
import { hasCheckpoint, readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
import type { CardFacts } from './model-card-of.ts';
import { modelCardOf } from './model-card-of.ts';
import { onnxCompiler } from './onnx-runner.ts';
import { workerBatches } from './worker-batches.ts';
import { writeModel } from './write-model.ts';

/** A training run from data to a model's folder. */
export interface TrainModelOptions extends ExperimentSettings {
  readonly architecture: Architecture;
  readonly dataset: Dataset;
  readonly split: Split;
  /** Subsets to evaluate at the end; leave `test` out while settings are still being chosen. */
  readonly subsets: readonly ('valid' | 'test')[];
  readonly out: string;
  /** Take up the checkpoint of this very run, where there is one; one that is not taken up is replaced. */
  readonly resume: boolean;
  readonly provider: ProviderChoice;
  readonly threads: number;
  /** The built batches.worker. */
  readonly batchWorkerFile: string;
  readonly facts: Omit<CardFacts, 'seed' | 'epochs'>;
  readonly signal?: AbortSignal;
}

/** What a run tells besides the engine's events. */
export type TrainModelEvent =
  | Exclude<TrainingEvent, { kind: 'checkpoint' } | { kind: 'done' }>
  | {
      readonly kind: 'started';
      readonly parameters: number;
      readonly examples: { readonly train: number; readonly valid: number; readonly test: number };
      readonly resumedAtEpoch: number;
      readonly replacesCheckpoint: boolean;
    }
  | { readonly kind: 'checkpoint'; readonly epoch: number }
  | {
      readonly kind: 'done';
      readonly epoch: number;
      readonly early: boolean;
      readonly result: ExperimentResult;
      readonly card: ModelCard;
      readonly stateHash: string;
    };

/**
 * Trains, keeps a checkpoint after every epoch, evaluates, and writes `model.onnx` and `card.json` into `out`.
 * @throws AppError busy where another process trains into `out`; training-changed or checkpoint-damaged where a
 *   checkpoint cannot be taken up; and what the file system says
 */
export async function* trainModel(options: TrainModelOptions): AsyncGenerator<TrainModelEvent> {
  makeFolder(options.out);
  const release = acquireLock(join(options.out, 'lock.db'), `is training into ${options.out}`);
  let end: TrainModelEvent | null = null;
  try {
    for await (const event of trainAlone(options)) {
      if (event.kind === 'done') end = event;
      else yield event;
    }
  } finally {
    release();
  }
  // Whoever hears of the end may move the folder: nothing but the model is in it now.
  if (end) yield end;
}

async function* trainAlone(options: TrainModelOptions): AsyncGenerator<TrainModelEvent> {
  const experiment = planExperiment(options.architecture, options.dataset, options.split, options);
  const checkpoint = join(options.out, 'checkpoint.bin');
  const runDigest = runDigestOf(experiment, options);
  const resumeFrom = options.resume ? await readCheckpoint(checkpoint, runDigest) : null;
  const { train, valid, test } = options.split;
  yield {
    kind: 'started',
    parameters: experiment.layout.parameterCount + experiment.layout.statisticCount,
    examples: { train: train.length, valid: valid.length, test: test.length },
    resumedAtEpoch: resumeFrom?.epoch ?? 0,
    replacesCheckpoint: !options.resume && (await hasCheckpoint(checkpoint)),
  };
  const compile = onnxCompiler(options.provider, options.threads);
  const services = {
    compile,
    openBatches: workerBatches(options.batchWorkerFile),
    now: () => performance.now(),
    ...(resumeFrom ? { resumeFrom } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  for await (const event of runExperiment(experiment, services)) {
    if (event.kind === 'checkpoint') {
      await writeCheckpoint(checkpoint, runDigest, event.snapshot);
      yield { kind: 'checkpoint', epoch: event.snapshot.epoch };
    } else if (event.kind === 'done') {
      const state = options.start ? between(event.state, options.start.state, options.start.keptShare) : event.state;
      const result = await evaluateExperiment(experiment, state, compile, options.subsets);
      const graph = inferenceGraph(experiment.network, state, inputShape(experiment.spec));
      const facts = { ...options.facts, seed: options.seed, epochs: event.epoch };
      const card = await writeModel(
        options.out,
        encodeModel(graph, facts.name),
        modelCardOf(options.architecture, experiment, result, facts),
      );
      await removeCheckpoint(checkpoint);
      yield { kind: 'done', epoch: event.epoch, early: event.early, result, card, stateHash: hashOf(state.parameters) };
    } else yield event;
  }
}

/** The straight line between two states: what fine-tuning changed, in part (Wortsman et al. 2022). */
function between(fine: NetworkState, start: NetworkState, startShare: number): NetworkState {
  const mix = (a: Float32Array, b: Float32Array) =>
    a.map((value, index) => value + startShare * ((b[index] as number) - value));
  return { parameters: mix(fine.parameters, start.parameters), statistics: mix(fine.statistics, start.statistics) };
}

/** Everything that must be equal for a resumed run to end as an unbroken one would. */
function runDigestOf(
  { options, spec, split, genres }: Experiment,
  { architecture, threads, seed, start }: TrainModelOptions,
): string {
  const { keptShare = 0 } = start ?? {};
  const ids = Object.values(split).map((subset) => subset.map(({ id }) => id));
  const { network: _network, startFrom, ...plain } = options;
  return createHash('sha256')
    .update(
      JSON.stringify({
        architecture: architecture.name,
        startFrom: startFrom && hashOf(startFrom.parameters),
        keptShare,
        plain,
        spec,
        ids,
        genres,
        threads,
        seed,
      }),
    )
    .digest('hex');
}

function hashOf(weights: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength))
    .digest('hex');
}
