import { runnerOf } from '../../../training/runtime/onnx-runner.ts';
import { AppError } from '../../contract/app-error.ts';
import { inputShape } from '../../pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../pipeline/model/model-card.ts';
import { loadModel } from '../../pipeline/model/model-folder.ts';

/**
 * Runs a model's folder once: silence in, as many numbers out as the card has genres.
 * @throws AppError model-invalid, and as {@link loadModel}
 */
export async function tryModel(folder: string): Promise<void> {
  const { card, network, head } = await loadModel(folder);
  const shape = inputShape(card.featureSpec);
  const runner = await runnerOf(network, { patches: [-1, ...shape] }, 'cpu', 1);
  try {
    const answer = await runner.run({
      patches: new Float32Array(shape.reduce((product, length) => product * length, 1)),
    });
    const { logits } = head ? await tryHead(head, card, answer['embedding']) : answer;
    if (logits?.length !== card.genres.length || logits.some((value) => !Number.isFinite(value)))
      throw new AppError('model-invalid', `${card.name} does not answer as its card says.`);
  } finally {
    await runner.release();
  }
}

/** @throws AppError model-invalid where the head does not fit the network or the card */
async function tryHead(head: Uint8Array, { name, head: facts, styles }: ModelCard, features?: Float32Array) {
  if (!features || features.length !== facts?.features)
    throw new AppError('model-invalid', `${name} has a head for other features than its network gives.`);
  const runner = await runnerOf(head, { features: [1, features.length] }, 'cpu', 1);
  try {
    const answer = await runner.run({ features });
    if ((answer['styles']?.length ?? 0) !== (styles?.length ?? 0))
      throw new AppError('model-invalid', `${name} scores other styles than its card says.`);
    return answer;
  } finally {
    await runner.release();
  }
}
