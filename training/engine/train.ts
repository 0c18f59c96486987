import type { Tensors } from '../../src-main/contract/tensors.ts';
import { Graph } from '../autodiff/graph.ts';
import type { CompileGraph, GraphRunner } from '../autodiff/graph-runner.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { OpenBatches } from '../dataset/batch-source.ts';
import type { BatchOptions } from '../dataset/batches.ts';
import { stepsPerEpoch } from '../dataset/batches.ts';
import type { Example } from '../dataset/example.ts';
import type { Network, NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import type { Schedule } from '../optimizer/schedule.ts';
import type { OptimizerOptions } from '../optimizer/optimizer.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { layoutOf } from '../network/context.ts';
import type { Snapshot } from './training-run.ts';
import { TrainingRun } from './training-run.ts';
import { buildTrainingStep } from './training-step.ts';

/** Figures of the validation subset. */
export interface Validation {
  readonly accuracy: number;
  /** Mean −log p of the true genre. */
  readonly loss: number;
  /** [true genre][recognised genre] */
  readonly confusion: number[][];
}

/** Everything that decides a training run. */
export interface TrainingOptions {
  readonly network: Network;
  readonly batch: Omit<BatchOptions, 'noiseCounts'>;
  readonly epochs: number;
  readonly schedule: Omit<Schedule, 'warmUpSteps'> & { readonly warmUpEpochs: number };
  readonly labelSmoothing: number;
  readonly optimizer: OptimizerOptions;
  readonly clipNorm: number | null;
  /** Share of the average of weights that each step replaces by the newest weights. */
  readonly averagingRate: number;
  /** Optimiser steps in one run of the graph; more than one pays on a GPU. */
  readonly stepsPerRun: number;
  /** Epochs without a better validation after which training ends, and the best epoch's weights win; null: the last one's do. */
  readonly patience: number | null;
  /** Finished weights to go on from; null: fresh ones. */
  readonly startFrom: NetworkState | null;
  /** Share of the learning rate that the first layer has; the last one has all of it. */
  readonly earlyRate: number;
}

/** What a run works with. */
export interface TrainingServices {
  readonly compile: CompileGraph;
  readonly openBatches: OpenBatches;
  /** Figures of weights on the validation subset; null where there is none. */
  readonly validate: ((state: NetworkState) => Promise<Validation>) | null;
  /** Milliseconds on any clock: for ETA and shares of time only. */
  readonly now: () => number;
  readonly resumeFrom?: Snapshot;
  readonly signal?: AbortSignal;
}

/** What a training run reports as it goes. */
export type TrainingEvent =
  | {
      readonly kind: 'batch';
      readonly epoch: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      readonly etaSeconds: number;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly epochs: number;
      readonly loss: number;
      readonly validation: Validation | null;
      readonly seconds: number;
      readonly etaSeconds: number;
      /** Share of the epoch in which the step waited for its batch. */
      readonly waitShare: number;
    }
  /** Everything that going on later takes; the arrays are the receiver's. */
  | { readonly kind: 'checkpoint'; readonly snapshot: Snapshot }
  | { readonly kind: 'stopped'; readonly epoch: number }
  | { readonly kind: 'done'; readonly epoch: number; readonly early: boolean; readonly state: NetworkState };

/** The network's flat layout for a run's batches. */
export function trainingLayout({ network, batch }: Pick<TrainingOptions, 'network' | 'batch'>): NetworkLayout {
  return layoutOf(network, () => new Graph(), [batch.batchSize, ...inputShape(batch.spec)]);
}

/**
 * Trains, from fresh weights or from a snapshot. With equal options, examples and thread count, a run that was broken
 * off and resumed ends with the same bits as an unbroken one. The weights that are reported are an exponential moving
 * average over steps (Polyak & Juditsky 1992).
 */
export async function* train(
  examples: readonly Example[],
  options: TrainingOptions,
  services: TrainingServices,
): AsyncGenerator<TrainingEvent> {
  const { compile, validate, now } = services;
  const layout = trainingLayout(options);
  const steps = stepsPerEpoch(examples.length, options.batch);
  if (steps === 0) throw new Error(`${examples.length} examples do not fill one batch of ${options.batch.batchSize}`);
  const run = new TrainingRun(layout, options, steps, services.resumeFrom);
  const noiseCounts = layout.noiseShapes.map(elementCount);
  const batches = services.openBatches(examples, { ...options.batch, noiseCounts });
  const runners = await compileSteps(layout, options, compile);
  try {
    while (run.epoch < options.epochs && !run.isOver) {
      const started = now();
      const figures = yield* trainEpoch(run, batches.epoch(run.epoch), { steps, runners, options, services });
      if (!figures) {
        yield { kind: 'stopped', epoch: run.epoch };
        return;
      }
      const validation = validate ? await validate(run.averaged) : null;
      run.finishEpoch(validation);
      const seconds = (now() - started) / 1000;
      yield {
        kind: 'epoch',
        epoch: run.epoch,
        epochs: options.epochs,
        loss: figures.losses / steps,
        validation,
        seconds,
        etaSeconds: eta(seconds, steps, run.stepsLeft),
        waitShare: figures.waited / Math.max(1, now() - started),
      };
      yield { kind: 'checkpoint', snapshot: run.snapshot() };
    }
    yield { kind: 'done', epoch: run.chosenEpoch, early: run.isOver, state: run.chosen };
  } finally {
    await batches.close();
    await Promise.all([...runners.values()].map((runner) => runner.release()));
  }
}

/** What stays the same from epoch to epoch. */
interface EpochSetting {
  readonly steps: number;
  /** By the steps that one run takes. */
  readonly runners: ReadonlyMap<number, GraphRunner>;
  readonly options: TrainingOptions;
  readonly services: TrainingServices;
}

/** Sums over an epoch: of the steps' losses, and of the milliseconds in which a step waited for its batch. */
interface EpochFigures {
  readonly losses: number;
  readonly waited: number;
}

/** Takes every step of one epoch. @returns null where the signal stopped it */
async function* trainEpoch(
  run: TrainingRun,
  batches: AsyncIterable<Tensors>,
  { steps, runners, options, services: { now, signal } }: EpochSetting,
): AsyncGenerator<TrainingEvent, EpochFigures | null> {
  const started = now();
  const figures = { losses: 0, waited: 0 };
  const source = batches[Symbol.asyncIterator]();
  for (let done = 0; done < steps;) {
    if (signal?.aborted) return null;
    const asked = now();
    const feeds = await takeFeeds(source, Math.min(options.stepsPerRun, steps - done));
    figures.waited += now() - asked;
    const losses = await run.advance(feeds, runners);
    done += losses.length;
    figures.losses += losses.reduce((sum, loss) => sum + loss, 0);
    yield {
      kind: 'batch',
      epoch: run.epoch + 1,
      step: done,
      steps,
      loss: losses.at(-1) ?? 0,
      etaSeconds: eta((now() - started) / 1000, done, run.stepsLeft),
    };
  }
  await source.return?.();
  return figures;
}

function eta(elapsedSeconds: number, stepsDone: number, stepsLeft: number): number {
  return (elapsedSeconds / stepsDone) * stepsLeft;
}

/** Graphs by the steps that one run takes: what does not fill a whole run goes step by step. */
async function compileSteps(
  layout: NetworkLayout,
  options: TrainingOptions,
  compile: CompileGraph,
): Promise<Map<number, GraphRunner>> {
  const { batch } = options;
  const stepOptions = {
    ...options,
    layout,
    inputShape: [batch.batchSize, ...inputShape(batch.spec)],
    genreCount: batch.genreCount,
  };
  const runners = new Map<number, GraphRunner>();
  for (const count of new Set([1, options.stepsPerRun]))
    runners.set(count, await compile(buildTrainingStep(stepOptions, count)));
  return runners;
}

async function takeFeeds(source: AsyncIterator<Tensors>, count: number): Promise<Tensors[]> {
  const feeds: Tensors[] = [];
  while (feeds.length < count) {
    const { value, done } = await source.next();
    if (done) throw new Error('an epoch ended before its last batch');
    feeds.push(value);
  }
  return feeds;
}
