import { directionOf } from '../../../training/explanation/feature-saliency.ts';
import { explainerOf, featureExplainerOf } from '../../../training/explanation/model-explainer.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import type { HeadAnswer, Inference } from '../../pipeline/model/inference.ts';
import type { ModelCard } from '../../pipeline/model/model-card.ts';
import type { LoadedModel } from '../../pipeline/model/model-folder.ts';

/** What speaks for a genre or a style in one patch. */
export interface PatchExplainer {
  /** [rows, frames] positive where the patch speaks for the name; null where the model does not score the name. */
  saliency(patch: Float32Array, name: string): Promise<Float32Array | null>;
  release(): Promise<void>;
}

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
  if (!head) {
    const explainer = await explainerOf({ network, architecture, spec, genreCount: genres.length }, compile);
    return (
      explainer && {
        async saliency(patch, name) {
          const genre = genres.indexOf(name);
          return genre < 0 ? null : explainer.saliency(patch, genre);
        },
        release: () => explainer.release(),
      }
    );
  }
  const explainer = await featureExplainerOf({ network, architecture, spec }, compile);
  return (
    explainer && {
      async saliency(patch, name) {
        const asked = askedOf(card, name);
        if (!asked) return null;
        const { embedding } = await member.recognise(patch);
        const answers = async (features: Float32Array, count: number) => ({
          logits: asked.logitsOf(await head(features, count), count),
        });
        return explainer.saliency(patch, await directionOf(answers, embedding, asked.place));
      },
      release: () => explainer.release(),
    }
  );
}

/** How a name's log-odds are found in a model's answers. */
interface Asked {
  /** Of the name in every row of `logitsOf`. */
  readonly place: number;
  /** Logits of several genres, or of a style and of its absence: [count, …]. */
  readonly logitsOf: (answers: HeadAnswer, count: number) => Float32Array;
}

/** A genre, or else a style, of a model; null where it scores neither. */
export function askedOf({ genres, styles = [] }: ModelCard, name: string): Asked | null {
  const genre = genres.indexOf(name);
  if (genre >= 0) return { place: genre, logitsOf: ({ logits }) => logits };
  const style = styles.findIndex((each) => each.name === name);
  if (style < 0) return null;
  const logitsOf = (answers: HeadAnswer, count: number) => {
    const rows = new Float32Array(2 * count);
    for (let row = 0; row < count; row++) rows[2 * row] = answers.styles[row * styles.length + style] as number;
    return rows;
  };
  return { place: 0, logitsOf };
}

/** What a model says of one patch, by its head where it has one. */
export async function answersTo({ recognise, head }: Inference, patch: Float32Array): Promise<HeadAnswer> {
  const { logits, embedding } = await recognise(patch);
  return head ? head(embedding, 1) : { logits, styles: new Float32Array(0) };
}
