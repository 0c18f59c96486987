import { AppError } from '../../src-main/contract/app-error.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { jointProbabilities } from '../../src-main/pipeline/probabilities/combine-members.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { embeddingsOf, predictExamples } from '../evaluation/predict.ts';
import type { ExamplePrediction, SubsetEvaluation } from '../experiment/experiment.ts';
import { evaluatePredictions, predictionsOf } from '../experiment/experiment.ts';
import { runnerOf } from './onnx-runner.ts';
import { headFileOf, runHead } from './run-head.ts';

/** Tracks of the genres that a model does not know, by genre; several names of one track are joined by |. */
export function unknownGenres(
  { genres }: Dataset,
  examples: readonly Example[],
  known: readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { allowed } of examples) {
    const names = allowed.map((genre) => genres[genre] ?? '');
    if (!names.some((name) => known.includes(name)))
      counts.set(names.join('|'), (counts.get(names.join('|')) ?? 0) + 1);
  }
  return counts;
}

/**
 * Figures of a finished model, or of an ensemble's mean probabilities, on labelled examples. The models' genres and the
 * data's are matched by name; examples of other genres are left out.
 * @param temperature of an ensemble @throws AppError genres-unknown where none is left
 */
export async function evaluateModels(
  models: readonly LoadedModel[],
  dataset: Dataset,
  examples: readonly Example[],
  threads: number,
  temperature = 1,
): Promise<SubsetEvaluation> {
  const genres = models[0]?.card.genres ?? [];
  const matched = examples.flatMap((example) => {
    const allowed = example.allowed
      .map((genre) => genres.indexOf(dataset.genres[genre] ?? ''))
      .filter((genre) => genre >= 0);
    return allowed.length > 0 ? [{ ...example, allowed }] : [];
  });
  if (matched.length === 0)
    throw new AppError(
      'genres-unknown',
      `The model knows ${genres.join(', ')}; the music is called ${dataset.genres.join(', ')}.`,
    );
  const members: ExamplePrediction[][] = [];
  for (const model of models) members.push(await predictionsOfModel(model, matched, threads));
  return evaluatePredictions(
    matched,
    matched.map((_, index) =>
      jointPrediction(
        members.map((member) => member[index] as ExamplePrediction),
        temperature,
      ),
    ),
    genres.length,
  );
}

/** A model's calibrated predictions on examples, in their order. @throws AppError model-invalid */
export async function predictionsOfModel(
  model: LoadedModel,
  examples: readonly Example[],
  threads: number,
): Promise<ExamplePrediction[]> {
  const { featureSpec: spec, temperature } = model.card;
  const head = headFileOf(model);
  const runner = await runnerOf(model.network, { patches: [-1, ...inputShape(spec)] }, 'cpu', threads);
  try {
    if (!head) return predictionsOf(await predictExamples(runner, spec, examples), temperature);
    const predictions: ExamplePrediction[] = [];
    // As in an analysis: the example's genres are those of the mean features.
    for (const example of examples) {
      const { mean, patches } = await embeddingsOf(runner, spec, example);
      const answers = await runHead(head, [Float32Array.from(mean), ...patches]);
      const [track = [], ...segments] = answers.map(({ logits }) => softmax(logits, temperature));
      predictions.push({ probabilities: track, patches: segments });
    }
    return predictions;
  } finally {
    await runner.release();
  }
}

/** Several models' predictions on one example as one. @param temperature of the ensemble */
export function jointPrediction(predictions: readonly ExamplePrediction[], temperature: number): ExamplePrediction {
  const patchCount = Math.min(...predictions.map(({ patches }) => patches.length));
  return {
    probabilities: jointProbabilities(
      predictions.map(({ probabilities }) => probabilities),
      temperature,
    ),
    patches: Array.from({ length: patchCount }, (_, patch) =>
      jointProbabilities(
        predictions.map(({ patches }) => patches[patch] ?? []),
        temperature,
      ),
    ),
  };
}
