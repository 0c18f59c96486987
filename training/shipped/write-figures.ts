import { join } from 'node:path';
import { ensembleCardSchema } from '../../src-main/pipeline/model/ensemble-card.ts';
import type { Evaluation } from '../../src-main/pipeline/model/model-card.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { Example } from '../dataset/example.ts';
import { evaluateModels } from '../runtime/evaluate-model.ts';
import { figures } from '../runtime/say-training.ts';
import { writeCard } from '../runtime/write-model.ts';
import { evaluateOutside, OUTSIDE_SPLIT } from './outside-folds.ts';
import type { ShippedData } from './train-shipped.ts';
import { JUDGED_SPLIT } from './train-shipped.ts';

/** The test subset's name in the cards. No choice was made by it. */
const TEST_SPLIT = 'GTZAN fault-filtered test';

/** The finished networks, and how they are evaluated. */
export interface FiguresOptions {
  /** Names of the ensemble's members. */
  readonly members: readonly string[];
  readonly genres: readonly string[];
  /** Folder of the shipped models and of the ensemble. */
  readonly out: string;
  /** Folder of the same networks without the valid subset. */
  readonly judged: string;
  /** Folder of the same networks without a fold of the clips. */
  readonly folds: string;
  readonly threads: number;
  /** Whether to leave the test subset alone. */
  readonly isWithoutTest: boolean;
}

type Say = (line: string) => void;

/**
 * Writes the evaluation of the finished networks and of their ensemble into the cards, once all networks are trained.
 * @throws what the file system and ONNX Runtime say
 */
export async function writeFigures(options: FiguresOptions, data: ShippedData, say: Say): Promise<void> {
  const judged = await loadAll(options.judged, options.members);
  const shipped = await loadAll(options.out, options.members);
  if (!judged || !shipped) return say('The evaluation needs all models. Train the others first.');
  const { gtzan } = data;
  const test = options.isWithoutTest ? [] : gtzan.test;
  const figuresOf = evaluator(options, data, say);
  for (const model of shipped)
    await addTestFigures(options.out, model, await figuresOf(TEST_SPLIT, model.card.name, [model], test));
  await writeEnsembleCard(options, [
    ...(await figuresOf(JUDGED_SPLIT, 'ensemble', judged, gtzan.valid)),
    ...(await figuresOf(TEST_SPLIT, 'ensemble', shipped, test)),
    ...(await outsideFigures(options, judged, data, say)),
  ]);
}

/** All of them, or null where one is missing. */
async function loadAll(folder: string, names: readonly string[]): Promise<LoadedModel[] | null> {
  const models = await Promise.all(names.map((name) => loadModel(join(folder, name)).catch(() => null)));
  const loaded = models.filter((model) => model !== null);
  return loaded.length === names.length ? loaded : null;
}

function evaluator({ threads }: FiguresOptions, { dataset }: ShippedData, say: Say) {
  return async (
    split: string,
    name: string,
    models: readonly LoadedModel[],
    examples: readonly Example[],
  ): Promise<readonly Evaluation[]> => {
    if (examples.length === 0) return [];
    const result = await evaluateModels(models, dataset, examples, threads);
    say(`${name}, ${split}: ${figures(result)}`);
    return [{ split, ...result }];
  };
}

async function addTestFigures(out: string, { card }: LoadedModel, test: readonly Evaluation[]): Promise<void> {
  const others = card.evaluation.filter(({ split }) => split !== TEST_SPLIT);
  await writeCard(join(out, card.name), { ...card, evaluation: [...others, ...test] });
}

/** Empty where a fold is missing. */
async function outsideFigures(
  { members, folds, threads }: FiguresOptions,
  judged: readonly LoadedModel[],
  data: ShippedData,
  say: Say,
): Promise<readonly Evaluation[]> {
  const temperatures = judged.map(({ card }) => card.temperature);
  const outside = await evaluateOutside(members, temperatures, folds, data, threads);
  if (!outside) return [];
  say(`ensemble, ${OUTSIDE_SPLIT}: ${figures(outside)}`);
  return [{ split: OUTSIDE_SPLIT, ...outside }];
}

async function writeEnsembleCard(
  { members, genres, out }: FiguresOptions,
  evaluation: readonly Evaluation[],
): Promise<void> {
  const names = `${members.slice(0, -1).join(', ')} and ${members.at(-1)}`;
  const card = ensembleCardSchema.parse({
    formatVersion: 1,
    kind: 'ensemble',
    name: 'ensemble',
    title: 'Ensemble',
    description: `The mean of the calibrated probabilities of ${names}.`,
    genres: [...genres],
    members,
    date: new Date().toISOString().slice(0, 10),
    evaluation,
    licence: 'As its members’.',
  });
  await writeCard(join(out, 'ensemble'), card);
}
