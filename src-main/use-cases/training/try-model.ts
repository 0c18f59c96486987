import { runnerOf } from '../../../training/runtime/onnx-runner.ts';
import { AppError } from '../../contract/app-error.ts';
import { inputShape } from '../../pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../pipeline/model/model-card.ts';
import { MOST_FEATURES } from '../../pipeline/model/model-card.ts';
import type { LoadedModel } from '../../pipeline/model/model-folder.ts';
import { trialPatches } from './trial-patches.ts';

/**
 * Runs a model on music, on silence and on noise: each time, there must be as many numbers as its card has genres and
 * styles. One that computes without end takes its process with it, see createSession.
 * @throws AppError model-invalid, and as createSession
 */
export async function tryModel({ card, network, head }: LoadedModel): Promise<void> {
  const runner = await runnerOf(network, { patches: [-1, ...inputShape(card.featureSpec)] }, 'cpu', 1);
  try {
    for (const patch of trialPatches(card.featureSpec)) {
      const { logits: own, embedding } = await runner.run({ patches: patch });
      if ((embedding?.length ?? 0) > MOST_FEATURES)
        throw new AppError('model-invalid', `${card.name} gives more than ${MOST_FEATURES} features.`);
      const logits = head ? await headLogits(head, card, embedding) : own;
      if (logits?.length !== card.genres.length || logits.some((value) => !Number.isFinite(value)))
        throw new AppError('model-invalid', `${card.name} does not answer as its card says.`);
    }
  } finally {
    await runner.release();
  }
}

/** @throws AppError model-invalid where the head does not fit the network or the card */
async function headLogits(head: Uint8Array, { name, head: facts, styles }: ModelCard, features?: Float32Array) {
  if (!features || features.length !== facts?.features)
    throw new AppError('model-invalid', `${name} has a head for other features than its network gives.`);
  const runner = await runnerOf(head, { features: [1, features.length] }, 'cpu', 1);
  try {
    const answer = await runner.run({ features });
    if ((answer['styles']?.length ?? 0) !== (styles?.length ?? 0))
      throw new AppError('model-invalid', `${name} scores other styles than its card says.`);
    return answer['logits'];
  } finally {
    await runner.release();
  }
}
