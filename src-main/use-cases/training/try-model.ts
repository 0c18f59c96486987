import { runnerOf } from '../../../training/runtime/onnx-runner.ts';
import { AppError } from '../../contract/app-error.ts';
import { inputShape } from '../../pipeline/features/feature-spec.ts';
import { loadModel } from '../../pipeline/model/model-folder.ts';

/**
 * Runs a model's folder once: silence in, as many numbers out as the card has genres.
 * @throws AppError model-invalid, and as {@link loadModel}
 */
export async function tryModel(folder: string): Promise<void> {
  const { card, network } = await loadModel(folder);
  const shape = inputShape(card.featureSpec);
  const runner = await runnerOf(network, { patches: [-1, ...shape] }, 'cpu', 1);
  try {
    const { logits } = await runner.run({
      patches: new Float32Array(shape.reduce((product, length) => product * length, 1)),
    });
    if (logits?.length !== card.genres.length || logits.some((value) => !Number.isFinite(value)))
      throw new AppError('model-invalid', `${card.name} does not answer as its card says.`);
  } finally {
    await runner.release();
  }
}
