import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import { predictExamples } from '../evaluation/predict.ts';
import type { PartEvaluation } from '../experiment.ts';
import { evaluatePart } from '../experiment.ts';
import { runnerOf } from './onnx-runner.ts';

/** Figures of a finished model on labelled examples; its genres and the data's are matched by name. */
export async function evaluateModel({ card, network }: LoadedModel, dataset: Dataset, examples: readonly Example[], threads: number): Promise<PartEvaluation> {
  const runner = await runnerOf(network, { patches: [-1, ...inputShape(card.featureSpec)] }, 'cpu', threads);
  try {
    const matched = examples.flatMap((example) => {
      const allowed = example.allowed.map((genre) => card.genres.indexOf(dataset.genres[genre] ?? '')).filter((genre) => genre >= 0);
      return allowed.length > 0 ? [{ ...example, allowed }] : [];
    });
    return evaluatePart(matched, await predictExamples(runner, card.featureSpec, matched), card.temperature, card.genres.length);
  } finally {
    await runner.release();
  }
}
