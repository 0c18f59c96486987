import { createHash } from 'node:crypto';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { meanProbabilities } from '../../src-main/pipeline/probabilities/combine-members.ts';
import { Graph } from '../autodiff/graph.ts';
import { layoutOf } from '../network/context.ts';
import { readWeights } from '../onnx/read-weights.ts';
import type { Head } from '../retrain/head.ts';
import { architecturesNamed, networkNamed } from '../retrain/network-named.ts';
import { jointHead } from '../retrain/joint-head.ts';
import { applyHead } from '../retrain/head.ts';

/** A model as what its last layers make of features, which an analysis by any model on the same networks has kept. */
export interface LinearModel {
  readonly genres: readonly string[];
  /** Equal where features are the same. */
  readonly featuresKey: string;
  readonly featureCount: number;
  /** Probabilities [genres] of a track: exactly those of an analysis. */
  predict(features: Float32Array): number[];
}

interface MemberHead {
  readonly head: Head;
  readonly temperature: number;
  readonly featureCount: number;
}

/** The last layers of a model's members; null where a network is none of ours. */
export function linearModelOf(models: readonly LoadedModel[]): LinearModel | null {
  const heads: MemberHead[] = [];
  for (const model of models) {
    const head = memberHead(model);
    if (!head) return null;
    heads.push(head);
  }
  return {
    genres: models[0]?.card.genres ?? [],
    featuresKey: featuresKeyOf(models),
    featureCount: heads.reduce((sum, { featureCount }) => sum + featureCount, 0),
    predict(features) {
      let start = 0;
      return meanProbabilities(
        heads.map(({ head, temperature, featureCount }) =>
          softmax(applyHead(head, features.subarray(start, (start += featureCount))), temperature),
        ),
      );
    },
  };
}

function memberHead({ card, network }: LoadedModel): MemberHead | null {
  const architectures = architecturesNamed(card.network.architecture);
  const build = networkNamed(card.network.architecture, card.genres.length);
  if (!build || architectures.length === 0) return null;
  try {
    const layout = layoutOf(build, () => new Graph(), [1, ...inputShape(card.featureSpec)]);
    const head = jointHead(layout, readWeights(network, layout), card.genres.length);
    return { head, temperature: card.temperature, featureCount: head.weights.length / head.bias.length };
  } catch (error) {
    // A file of the same name from elsewhere.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A retrained model’s features are those of the networks that it stands on, as long as they were left as they were. */
function featuresKeyOf(models: readonly LoadedModel[]): string {
  const networks = models.flatMap(({ card }) =>
    card.personal?.mode === 'quick' ? card.personal.bases.map(({ sha256 }) => sha256) : [card.network.sha256],
  );
  const specs = [...new Set(models.map(({ card }) => card.featureSpecHash))];
  return createHash('sha256')
    .update([...networks, ...specs].join('\n'))
    .digest('hex');
}
