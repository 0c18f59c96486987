import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { CrossValidation } from '../retrain/cross-validate.ts';
import { crossValidate } from '../retrain/cross-validate.ts';
import { applyHead } from '../retrain/head.ts';
import type { HeldOutSplit } from '../retrain/hold-out.ts';
import { holdOut } from '../retrain/hold-out.ts';
import type { LabelledTrack } from '../retrain/labelled-track.ts';
import { trainLastLayer } from '../retrain/last-layer.ts';
import { PATIENCE, RECIPES } from './all-weights-recipe.ts';
import { predictionsOfModel } from './evaluate-model.ts';
import { predictionsOfBases, priorOf, withInputs } from './last-layer-basis.ts';
import { retrainFacts } from './retrain-card.ts';
import type { AllWeightsOptions, AllWeightsTrainingEvent, HeardTrack } from './train-all-weights.ts';
import { exampleOf, markOf, trainAllWeights } from './train-all-weights.ts';
import { writeCard } from './write-model.ts';

/** What retraining all weights tells: the course of the two trainings, and the evaluation at their end. */
export type AllWeightsEvent =
  | AllWeightsTrainingEvent
  | {
      readonly kind: 'evaluated';
      readonly evaluation: CrossValidation;
      /** The tracks that the evaluation counts. */
      readonly held: readonly LabelledTrack[];
    };

/**
 * Trains all weights twice: without one fifth of the artists and albums, on which it is evaluated; then as long again with
 * every label, which gives the model itself. How long is chosen by another fifth where there are labels enough, so that
 * the tracks of the evaluation decide nothing; else it is fixed. `full` goes on from the bases under a learned last layer,
 * earlier layers the slower; `scratch` begins with chance.
 * @throws AppError training-data, training-changed, busy, and what the file system says
 */
export async function* retrainAllWeights(options: AllWeightsOptions): AsyncGenerator<AllWeightsEvent> {
  const { tracks, out, mode } = options;
  const split = holdOut(tracks, options.seed);
  // Below the model's own folder, which has no card until all is done.
  const evaluated = join(out, 'judged');
  const first = (await finishedCard(evaluated, options)) ?? (yield* trainWithoutHeld(options, split, evaluated));
  if (!first) return;
  const evaluation = await evaluateHeld(options, split, evaluated);
  const last = yield* trainOnAll(options, first.training.epochs);
  if (!last) return;
  await writeCard(out, {
    ...last,
    temperature: first.temperature,
    evaluation: [{ split: 'held-out artists and albums, trained the same way without them', ...evaluation.fresh }],
    personal: retrainFacts(options, mode, evaluation),
  });
  await rm(evaluated, { recursive: true, force: true });
  yield { kind: 'evaluated', evaluation, held: split.held };
}

/** The card of the first training, where an earlier run has finished it on these very labels. */
async function finishedCard(folder: string, options: AllWeightsOptions): Promise<ModelCard | undefined> {
  if (!options.resume) return undefined;
  const { card } = await loadModel(folder).catch(() => ({ card: undefined }));
  return card?.evaluation[0]?.split.startsWith(markOf(options)) ? card : undefined;
}

/** The first training: half of all epochs, so that its times count for both. */
async function* trainWithoutHeld(
  options: AllWeightsOptions,
  { train, valid, held }: HeldOutSplit<HeardTrack>,
  folder: string,
): ReturnType<typeof trainAllWeights> {
  const { mode, tracks } = options;
  const { epochs } = RECIPES[mode];
  const hasValid = valid.length > 0;
  const run = { train, valid: hasValid ? valid : held, patience: hasValid ? PATIENCE[mode] : null, epochs: null };
  return yield* mapEpochs(trainAllWeights(options, run, folder), (event) => ({
    ...event,
    epochs: 2 * epochs,
    etaSeconds: event.etaSeconds + (epochs * event.seconds * tracks.length) / train.length,
  }));
}

/** The second training: with every label, for as many epochs as the first one found best. */
async function* trainOnAll(options: AllWeightsOptions, epochs: number): ReturnType<typeof trainAllWeights> {
  const before = RECIPES[options.mode].epochs;
  const run = { train: options.tracks, valid: [], patience: null, epochs };
  return yield* mapEpochs(trainAllWeights(options, run, options.out), (event) => ({
    ...event,
    epoch: before + event.epoch,
    epochs: before + epochs,
  }));
}

type EpochEvent = Extract<AllWeightsTrainingEvent, { kind: 'epoch' }>;

/** Gives epochs their place among those of both trainings. */
async function* mapEpochs(
  training: ReturnType<typeof trainAllWeights>,
  placed: (event: EpochEvent) => EpochEvent,
): ReturnType<typeof trainAllWeights> {
  for (;;) {
    const step = await training.next();
    if (step.done) return step.value;
    yield step.value.kind === 'epoch' ? placed(step.value) : step.value;
  }
}

/** What the first training's model says of the tracks that it was not given, beside the model before. */
async function evaluateHeld(
  options: AllWeightsOptions,
  { train, held }: HeldOutSplit<HeardTrack>,
  folder: string,
): Promise<CrossValidation> {
  const { bases, genres, threads } = options;
  const before =
    options.against === bases.name
      ? predictionsOfBases(bases, await withInputs(bases, held), genres)
      : await predictionsBefore(options, train, held);
  const predictions = await predictionsOfModel(await loadModel(folder), held.map(exampleOf), threads);
  const heldOut = predictions.map(({ probabilities }) => probabilities);
  return crossValidate(held, { heldOut }, before, genres.length);
}

/** What a last layer of the labels that the version before knew says of the held-out tracks. */
async function predictionsBefore(
  { bases, genres, seed, compile }: AllWeightsOptions,
  train: readonly LabelledTrack[],
  held: readonly LabelledTrack[],
): Promise<number[][]> {
  const known = await withInputs(
    bases,
    train.filter(({ isNew }) => isNew !== true),
  );
  const { head } = await trainLastLayer(known, priorOf(bases, genres), seed, compile);
  return (await withInputs(bases, held)).map(({ inputs }) => applyHead(head, inputs));
}
