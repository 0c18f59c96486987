import { directionOf } from '../../../training/explanation/feature-saliency.ts';
import { explainerOf, featureExplainerOf } from '../../../training/explanation/model-explainer.ts';
import type { Explainer } from '../../../training/explanation/saliency.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import type { Inference } from '../../pipeline/model/inference.ts';
import type { LoadedModel } from '../../pipeline/model/model-folder.ts';

/** What speaks for a genre in one patch, see Explainer. */
export type PatchExplainer = Pick<Explainer, 'saliency' | 'release'>;

/**
 * A running model's gradients: through its head, where it has one. Null where the network is none of ours.
 * @throws what ONNX Runtime says
 */
export async function patchExplainer(
  { card, network }: LoadedModel,
  member: Inference,
): Promise<PatchExplainer | null> {
  const { featureSpec: spec, genres } = card;
  const { architecture } = card.network;
  const compile = onnxCompiler('cpu', 1);
  const { head } = member;
  if (!head) return explainerOf({ network, architecture, spec, genreCount: genres.length }, compile);
  const explainer = await featureExplainerOf({ network, architecture, spec }, compile);
  return (
    explainer && {
      async saliency(patch, genre) {
        const { embedding } = await member.recognise(patch);
        return explainer.saliency(patch, await directionOf(head, embedding, genre));
      },
      release: () => explainer.release(),
    }
  );
}

/** [genres] of one patch, by the model's head where it has one. */
export async function logitsOf({ recognise, head }: Inference, patch: Float32Array): Promise<Float32Array> {
  const { logits, embedding } = await recognise(patch);
  return head ? (await head(embedding, 1)).logits : logits;
}
