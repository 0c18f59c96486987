import { describe, expect, it } from 'vitest';
import { architectureOf } from '../architectures/index.ts';
import { localBatches } from '../dataset/batch-source.ts';
import { planExperiment, runExperiment } from './experiment.ts';
import type { ExperimentServices } from './experiment.ts';
import type { OptimizerOptions } from '../optimizer/optimizer.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { toyDataset } from '../testing/toy-data.ts';
import type { TrainingEvent } from '../engine/train.ts';
import type { Snapshot } from '../engine/training-run.ts';

const toy = toyDataset(14);
const split = { train: toy.examples, valid: toy.examples.slice(0, 3), test: [] };
const SERVICES: ExperimentServices = { compile: compileGraph, openBatches: localBatches, now: () => 0 };
const ADAMW: OptimizerOptions = { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.01 };

function plan({
  epochs = 3,
  stepsPerRun = 1,
  optimizer = ADAMW,
  clipNorm = 1 as number | null,
  patience = null as number | null,
  averagingRate = 0.01,
} = {}) {
  const architecture = architectureOf('mfcc-cnn');
  const recipe = {
    ...architecture.recipe,
    epochs,
    optimizer,
    clipNorm,
    patience,
    averagingRate,
    batchSize: 4,
    mixupChance: 0.5,
    labelSmoothing: 0.1,
  };
  return planExperiment({ ...architecture, recipe }, toy, split, {
    seed: 7,
    epochs: null,
    balanced: true,
    stepsPerRun,
  });
}

async function eventsOf(
  experiment: ReturnType<typeof plan>,
  services: Partial<ExperimentServices> = {},
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of runExperiment(experiment, { ...SERVICES, ...services })) events.push(event);
  return events;
}

const weightsOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.kind === 'done' ? [event.state.parameters] : []))[0]!;
const lossesOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.kind === 'epoch' ? [event.loss] : []));

describe('a training run', () => {
  it('ends with the same bits when it is broken off and resumed', async () => {
    const whole = await eventsOf(plan());
    const snapshots = whole.flatMap((event) => (event.kind === 'checkpoint' ? [event.snapshot] : []));
    const kept: Snapshot = structuredClone(snapshots[0]!);
    const rest = await eventsOf(plan(), { resumeFrom: kept });
    expect(lossesOf(rest)).toEqual(lossesOf(whole).slice(1));
    expect(weightsOf(rest)).toEqual(weightsOf(whole));
  });

  it('takes several steps in one run of the graph, with the same result', async () => {
    // Fourteen clips, four a batch, one crop each: three steps an epoch, so that the last one goes alone.
    const [single, double] = [await eventsOf(plan()), await eventsOf(plan({ stepsPerRun: 2 }))];
    weightsOf(double).forEach((value, index) =>
      expect(Math.abs(value - (weightsOf(single)[index] as number))).toBeLessThan(1e-5),
    );
    expect(double.filter(({ kind }) => kind === 'batch')).toHaveLength(3 * 2);
  });

  it.each([1, 2])('keeps the newest weights where the average is renewed whole, %i a run', async (stepsPerRun) => {
    const events = await eventsOf(plan({ averagingRate: 1, stepsPerRun, optimizer: { ...ADAMW, weightDecay: 0 } }));
    const { arrays } = events.findLast((event) => event.kind === 'checkpoint')!.snapshot;
    expect(arrays['averagedParameters']).toEqual(arrays['parameters']);
    expect(arrays['averagedStatistics']).toEqual(arrays['statistics']);
    expect(lossesOf(events).at(-1)).toBeLessThan(lossesOf(events)[0] as number);
  });

  it('tells batches, epochs, checkpoints and the end, with an ETA that shrinks', async () => {
    let clock = 0;
    const events = await eventsOf(plan({ epochs: 2 }), { now: () => (clock += 100) });
    expect(events.map(({ kind }) => kind)).toEqual([
      'batch',
      'batch',
      'batch',
      'epoch',
      'checkpoint',
      'batch',
      'batch',
      'batch',
      'epoch',
      'checkpoint',
      'done',
    ]);
    const etas = events.flatMap((event) => (event.kind === 'epoch' ? [event.etaSeconds] : []));
    expect(etas[0]).toBeGreaterThan(0);
    expect(etas[1]).toBe(0);
  });

  it('stops when it is told, and early when validation does not get better', async () => {
    const controller = new AbortController();
    controller.abort();
    expect(await eventsOf(plan(), { signal: controller.signal })).toEqual([{ kind: 'stopped', epoch: 0 }]);
    const early = await eventsOf(plan({ epochs: 60, patience: 2 }));
    const end = early.at(-1);
    expect(end).toMatchObject({ kind: 'done', early: true });
    expect(lossesOf(early).length).toBeLessThan(60);
  });

  it.each<OptimizerOptions>([
    { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
    { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 1e-4 },
    ADAMW,
  ])('learns with %o', async (optimizer) => {
    const losses = lossesOf(await eventsOf(plan({ epochs: 6, optimizer })));
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.95);
  });
});

it('is not planned on spectrograms that the network does not hear', () => {
  const settings = { seed: 1, epochs: 1, balanced: false, stepsPerRun: 1 };
  expect(() => planExperiment(architectureOf('musicnn'), toy, split, settings)).toThrow(
    expect.objectContaining({ code: 'sound-needed' }),
  );
});
