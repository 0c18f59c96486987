import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { Architecture, Recipe } from '../../training/architectures/architecture.ts';
import { frontEndFor } from '../../training/architectures/architecture.ts';
import type { Graph } from '../../training/autodiff/graph.ts';
import type { GraphRunner } from '../../training/autodiff/graph-runner.ts';
import { elementCount } from '../../training/autodiff/tensor.ts';
import { epochBatches } from '../../training/dataset/batches.ts';
import { TrainingRun } from '../../training/engine/training-run.ts';
import { buildTrainingStep } from '../../training/engine/training-step.ts';
import { planExperiment } from '../../training/experiment/experiment.ts';
import { toyDataset } from '../../training/testing/toy-data.ts';

/** Examples a step. */
export const BATCH = 32;
const GENRES = Array.from({ length: 10 }, (_, index) => `genre ${index}`);
/** More than any measurement takes: the schedule of learning rates needs an end. */
const TOTAL_STEPS = 1_000;

/** Training steps of an architecture, the same ones each time, ready for a session. */
export interface PreparedSteps {
  readonly graph: Graph;
  readonly stepsPerRun: number;
  /** Begins with fresh weights. @returns what takes the next run's steps and gives their losses */
  start(runner: GraphRunner): () => Promise<number[]>;
}

/**
 * An architecture's steps on toy data, without augmentation.
 * @param stepsPerRun null: as many as its recipe says
 * @param changes to its recipe
 */
export function prepareSteps(
  architecture: Architecture,
  stepsPerRun: number | null,
  changes: Partial<Recipe> = {},
): PreparedSteps {
  const frontEnd = frontEndFor(architecture);
  const toy = toyDataset(BATCH, 387, 'melBands' in frontEnd ? frontEnd.melBands : 128, frontEnd);
  const recipe = { ...architecture.recipe, ...changes, batchSize: BATCH, augmentation: null, mixupChance: 0 };
  const { layout, options, network, spec } = planExperiment(
    { ...architecture, recipe },
    { ...toy, genres: GENRES },
    { train: toy.examples, valid: [], test: [] },
    { seed: 1, epochs: 1, balanced: false, stepsPerRun },
  );
  const noiseCounts = layout.noiseShapes.map(elementCount);
  const [feeds] = epochBatches(toy.examples, { ...options.batch, noiseCounts }, 0);
  if (!feeds) throw new Error('no batch');
  const shape = [BATCH, ...inputShape(spec)];
  const sizes = { network, layout, inputShape: shape, genreCount: GENRES.length };
  const batches = Array.from({ length: options.stepsPerRun }, () => feeds);
  return {
    graph: buildTrainingStep({ ...options, ...sizes }, options.stepsPerRun),
    stepsPerRun: options.stepsPerRun,
    start(runner) {
      const run = new TrainingRun(layout, options, TOTAL_STEPS);
      return () => run.advance(batches, new Map([[options.stepsPerRun, runner]]));
    },
  };
}
