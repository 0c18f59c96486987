import { createHash } from 'node:crypto';
import type { StyleInfo } from '../../src-main/contract/styles.ts';
import type { TrackAnalysis } from '../../src-main/contract/track.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { sigmoid, softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { disagreementOf, jointProbabilities } from '../../src-main/pipeline/probabilities/combine-members.ts';
import { memberPredictions } from '../../src-main/pipeline/probabilities/member-predictions.ts';
import { joinStyles, joinStyleScores } from '../../src-main/pipeline/probabilities/combine-styles.ts';
import { Graph } from '../autodiff/graph.ts';
import { layoutOf } from '../network/context.ts';
import { readWeights } from '../onnx/read-weights.ts';
import { architecturesNamed, networkNamed } from '../retrain/network-named.ts';
import { jointHead } from '../retrain/joint-head.ts';
import { applyHead } from '../retrain/head.ts';
import { headFileOf, runHead } from './run-head.ts';

/** A model as what it makes of features, which an analysis by any model on the same networks has kept. */
export interface FeaturesModel {
  readonly genres: readonly string[];
  /** What it scores beside genres. */
  readonly styles: readonly StyleInfo[];
  /** Equal where features are the same. */
  readonly featuresKey: string;
  readonly featureCount: number;
  /** What an analysis says of every track, from its features alone. @throws AppError model-invalid */
  predict(features: readonly Float32Array[]): Promise<FeaturesPrediction[]>;
}

/** What one member says of a track. */
interface MemberAnswer {
  /** [genres] */
  readonly probabilities: readonly number[];
  /** [styles], 0 to 1 */
  readonly styleScores: readonly number[];
}

/** What a model says of one track, as an analysis says it. */
interface FeaturesPrediction extends MemberAnswer, Pick<TrackAnalysis, 'members' | 'disagreement'> {}

/** What one member makes of its own features. */
interface FeaturesMember {
  readonly card: LoadedModel['card'];
  readonly featureCount: number;
  readonly predict: (features: readonly Float32Array[]) => Promise<MemberAnswer[]> | MemberAnswer[];
}

/**
 * What the members make of features by their heads or their last layers; null where a network is none of ours.
 * @param temperature of the ensemble
 */
export function featuresModelOf(models: readonly LoadedModel[], temperature = 1): FeaturesModel | null {
  const members: FeaturesMember[] = [];
  for (const model of models) {
    const member = memberWithHead(model) ?? memberWithLastLayer(model);
    if (!member) return null;
    members.push(member);
  }
  return {
    genres: models[0]?.card.genres ?? [],
    styles: joinStyles(models.map(({ card }) => card)),
    featuresKey: featuresKeyOf(models),
    featureCount: members.reduce((sum, { featureCount }) => sum + featureCount, 0),
    predict: (features) => predictionsOf(members, features, temperature),
  };
}

async function predictionsOf(
  members: readonly FeaturesMember[],
  features: readonly Float32Array[],
  temperature: number,
): Promise<FeaturesPrediction[]> {
  let start = 0;
  const answers: (readonly MemberAnswer[])[] = [];
  for (const { featureCount, predict } of members) {
    const [from, to] = [start, (start += featureCount)];
    answers.push(await predict(features.map((row) => row.subarray(from, to))));
  }
  return features.map((_, track) => {
    const own = answers.flatMap((rows) => rows[track] ?? []);
    return {
      probabilities: jointProbabilities(
        own.map(({ probabilities }) => probabilities),
        temperature,
      ),
      styleScores: joinStyleScores(
        members.map(({ card }) => card),
        own.map(({ styleScores }) => styleScores),
      ),
      members: memberPredictions(
        members.map(({ card }) => card.name),
        members[0]?.card.genres ?? [],
        own,
      ),
      disagreement: disagreementOf(own),
    };
  });
}

function memberWithHead(model: LoadedModel): FeaturesMember | null {
  const { card } = model;
  const head = headFileOf(model);
  if (!head) return null;
  return {
    card,
    featureCount: head.sizes.features,
    async predict(features) {
      const answers = await runHead(head, features);
      return answers.map(({ logits, styles }) => ({
        probabilities: softmax(logits, card.temperature),
        styleScores: Array.from(styles, sigmoid),
      }));
    },
  };
}

function memberWithLastLayer({ card, network }: LoadedModel): FeaturesMember | null {
  const architectures = architecturesNamed(card.network.architecture);
  const build = networkNamed(card.network.architecture, card.genres.length);
  if (!build || architectures.length === 0) return null;
  try {
    const layout = layoutOf(build, () => new Graph(), [1, ...inputShape(card.featureSpec)]);
    const head = jointHead(layout, readWeights(network, layout), card.genres.length);
    return {
      card,
      featureCount: head.weights.length / head.bias.length,
      predict: (features) =>
        features.map((row) => ({ probabilities: softmax(applyHead(head, row), card.temperature), styleScores: [] })),
    };
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
