import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { Example } from '../dataset/example.ts';
import { artistKey } from '../dataset/split.ts';
import type { ExamplePrediction, SubsetEvaluation } from '../experiment/experiment.ts';
import { evaluatePredictions } from '../experiment/experiment.ts';
import { jointPrediction, predictionsOfModel } from '../runtime/evaluate-model.ts';
import type { TrainModelEvent } from '../runtime/train-model.ts';
import type { Once, ShippedData } from './train-shipped.ts';
import { isTrained, musicOf, trainOnce } from './train-shipped.ts';

/** The name of the held-out clips in the cards. */
export const OUTSIDE_SPLIT =
  '30-second clips of other collections, in eight folds by artist (used for choices), ' +
  'each predicted by the same network trained without it';

/** Enough folds that each training has nearly as much music as that of the shipped model. */
const FOLDS = 8;
/**
 * Clips without an artist's name are held out with their neighbours in the collection, which may be of the same album:
 * a hundred of them go to the first four folds.
 */
const NEIGHBOURS = 25;

/** The clips that each fold holds out: all of an artist's together. */
export function clipFolds(clips: readonly Example[]): Example[][] {
  return Array.from({ length: FOLDS }, (_, fold) => clips.filter((clip) => foldOf(clip) === fold));
}

/** The fold that holds a clip out. */
export function foldOf({ id, artist }: Pick<Example, 'id' | 'artist'>): number {
  const key = artistKey(artist);
  const number = /-(\d+)\.\w+$/.exec(id)?.[1];
  if (key === '' && number) return Math.floor((Number(number) - 1) / NEIGHBOURS) % FOLDS;
  return (
    (createHash('md5')
      .update(key || id)
      .digest()[0] ?? 0) % FOLDS
  );
}

const folderOf = (root: string, name: string, fold: number): string => join(root, `${name}-${fold}`);

/**
 * Trains a network as it is shipped, but once without each fold, to evaluate it on other music. Folds that are
 * there already are not trained again.
 */
export async function* trainOutsideFolds(
  options: Omit<Once, 'out' | 'valid' | 'music' | 'selection'>,
  root: string,
  data: ShippedData,
): AsyncGenerator<TrainModelEvent> {
  const { gtzan, clips } = musicOf(data).shipped;
  for (const [fold, held] of clipFolds(clips).entries()) {
    const out = folderOf(root, options.name, fold);
    if (await isTrained(out, options)) continue;
    const music = { gtzan, clips: clips.filter((clip) => !held.includes(clip)) };
    yield* trainOnce(
      { ...options, out, valid: [], music, selection: 'None: the last epoch’s averaged weights.' },
      data.dataset,
    );
  }
}

/** Evaluates the ensemble by networks that were not trained on the clips they predict; null where a fold is missing. */
export async function evaluateOutside(
  names: readonly string[],
  temperatures: readonly number[],
  root: string,
  { clips }: ShippedData,
  threads: number,
): Promise<SubsetEvaluation | null> {
  const examples: Example[] = [];
  const predictions: ExamplePrediction[] = [];
  for (const [fold, held] of clipFolds(clips).entries()) {
    const members: ExamplePrediction[][] = [];
    for (const [index, name] of names.entries()) {
      const model = await loadModel(folderOf(root, name, fold)).catch(() => null);
      if (!model) return null;
      members.push(
        await predictionsOfModel(
          { ...model, card: { ...model.card, temperature: temperatures[index] ?? 1 } },
          held,
          threads,
        ),
      );
    }
    examples.push(...held);
    predictions.push(
      ...held.map((_, index) =>
        jointPrediction(
          members.flatMap((member) => member[index] ?? []),
          1,
        ),
      ),
    );
  }
  return evaluatePredictions(examples, predictions, predictions[0]?.probabilities.length ?? 0);
}
