import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { NetworkLayout } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { initialState } from '../network/parameters.ts';
import { createOptimizer } from '../optimizer/optimizer.ts';
import type { Schedule } from '../optimizer/schedule.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import { createRandom } from '../random/random.ts';
import type { GraphRunner } from '../autodiff/graph-runner.ts';
import type { TrainingOptions, Validation } from './train.ts';
import { stateNames } from './training-step.ts';

/** The best epoch so far. */
export interface BestEpoch extends Pick<Validation, 'accuracy' | 'loss'> {
  readonly epoch: number;
}

/** A run at the end of an epoch: a few flat arrays and counters. */
export interface Snapshot {
  readonly epoch: number;
  readonly step: number;
  readonly best: BestEpoch | null;
  /** The state's vectors by name, and the best epoch's as `bestParameters` and `bestStatistics`. */
  readonly arrays: Tensors;
}

/** What of a training decides a run, whatever its batches are made of. */
export type RunOptions = Pick<
  TrainingOptions,
  'epochs' | 'schedule' | 'optimizer' | 'averagingRate' | 'patience' | 'startFrom'
> & { readonly batch: Pick<TrainingOptions['batch'], 'seed'> };

/** The state of a training run between steps. */
export class TrainingRun {
  readonly #options: RunOptions;
  readonly #schedule: Schedule;
  readonly #totalSteps: number;
  readonly #names: readonly string[];
  #tensors: Tensors;
  #step: number;
  #epoch: number;
  #best: BestEpoch | null;
  #bestState: NetworkState;

  constructor(layout: NetworkLayout, options: RunOptions, stepsPerEpoch: number, resumeFrom?: Snapshot) {
    const { warmUpEpochs, ...schedule } = options.schedule;
    this.#options = options;
    this.#schedule = { ...schedule, warmUpSteps: warmUpEpochs * stepsPerEpoch };
    this.#totalSteps = options.epochs * stepsPerEpoch;
    this.#names = stateNames(options.optimizer);
    const fresh = options.startFrom ?? initialState(layout, createRandom(options.batch.seed));
    this.#tensors =
      resumeFrom?.arrays ?? Object.fromEntries(this.#names.map((name) => [name, freshVector(name, fresh)]));
    this.#step = resumeFrom?.step ?? 0;
    this.#epoch = resumeFrom?.epoch ?? 0;
    this.#best = resumeFrom?.best ?? null;
    this.#bestState = resumeFrom
      ? {
          parameters: vector(resumeFrom.arrays, 'bestParameters'),
          statistics: vector(resumeFrom.arrays, 'bestStatistics'),
        }
      : fresh;
  }

  /** Epochs that are finished. */
  get epoch(): number {
    return this.#epoch;
  }

  get stepsLeft(): number {
    return this.#totalSteps - this.#step;
  }

  /** Whether patience has run out. */
  get isOver(): boolean {
    const { patience } = this.#options;
    return patience !== null && this.#best !== null && this.#epoch - this.#best.epoch >= patience;
  }

  /** The moving average of the weights. */
  get averaged(): NetworkState {
    return {
      parameters: vector(this.#tensors, 'averagedParameters'),
      statistics: vector(this.#tensors, 'averagedStatistics'),
    };
  }

  /** The weights that win: the best epoch's where validation decides, else the last one's. */
  get chosen(): NetworkState {
    return this.#options.patience !== null && this.#best ? this.#bestState : this.averaged;
  }

  get chosenEpoch(): number {
    return this.#options.patience !== null && this.#best ? this.#best.epoch : this.#epoch;
  }

  /** Takes as many steps as there are feeds, in one run where a runner is built for it. @returns the losses */
  async advance(feeds: readonly Tensors[], runners: ReadonlyMap<number, GraphRunner>): Promise<number[]> {
    const together = runners.get(feeds.length);
    const runner = together ?? runners.get(1);
    if (!runner) throw new Error('there is no runner for single steps');
    const losses: number[] = [];
    for (const group of together ? [feeds] : feeds.map((feed) => [feed])) {
      const rates = group.flatMap((_, index) => this.#rates(this.#step + index));
      const results = await runner.run({ ...this.#state(), ...stack(group), rates: Float32Array.from(rates) });
      this.#tensors = Object.fromEntries(this.#names.map((name) => [name, vector(results, `${name}_next`)]));
      this.#step += group.length;
      losses.push(...vector(results, 'loss'));
    }
    return losses;
  }

  finishEpoch(validation: Validation | null): void {
    this.#epoch += 1;
    if (!validation || !isBetter(validation, this.#best)) return;
    this.#best = { accuracy: validation.accuracy, loss: validation.loss, epoch: this.#epoch };
    this.#bestState = this.averaged;
  }

  snapshot(): Snapshot {
    const { parameters, statistics } = this.#bestState;
    return {
      epoch: this.#epoch,
      step: this.#step,
      best: this.#best,
      arrays: { ...this.#state(), bestParameters: parameters, bestStatistics: statistics },
    };
  }

  #state(): Tensors {
    return Object.fromEntries(this.#names.map((name) => [name, vector(this.#tensors, name)]));
  }

  #rates(step: number): number[] {
    const learningRate = learningRateAt(this.#schedule, step, this.#totalSteps);
    // Early on, the average follows quickly: the start is of no interest.
    const renewed = Math.max(this.#options.averagingRate, 1 / (2 + step));
    return [...createOptimizer(this.#options.optimizer).rates(learningRate, step + 1), renewed];
  }
}

function freshVector(name: string, { parameters, statistics }: NetworkState): Float32Array {
  if (name === 'parameters' || name === 'averagedParameters') return parameters.slice();
  if (name === 'statistics' || name === 'averagedStatistics') return statistics.slice();
  return new Float32Array(parameters.length);
}

function isBetter(validation: Validation, best: BestEpoch | null): boolean {
  if (!best || validation.accuracy > best.accuracy) return true;
  return validation.accuracy === best.accuracy && validation.loss < best.loss;
}

/** One feed as it is; several along a new first axis. */
function stack(feeds: readonly Tensors[]): Tensors {
  const [first = {}] = feeds;
  if (feeds.length === 1) return first;
  return Object.fromEntries(
    Object.entries(first).map(([name, { length }]) => {
      const joined = new Float32Array(length * feeds.length);
      feeds.forEach((feed, index) => joined.set(vector(feed, name), index * length));
      return [name, joined];
    }),
  );
}

function vector(tensors: Tensors, name: string): Float32Array {
  const found = tensors[name];
  if (!found) throw new Error(`the state lacks ${name}`);
  return found;
}
