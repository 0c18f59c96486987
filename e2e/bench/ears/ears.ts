import { join } from 'node:path';
import type { FeatureSpec } from '../../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from '../../../src-main/pipeline/features/known-specs.ts';
import { loadModel } from '../../../src-main/pipeline/model/model-folder.ts';
import type { Architecture } from '../../../training/architectures/architecture.ts';
import { efficientat } from '../../../training/architectures/efficientat.ts';
import { musicnn } from '../../../training/architectures/musicnn.ts';
import { Graph } from '../../../training/autodiff/graph.ts';
import type { ImportedNetwork } from '../../../training/imported/imported-network.ts';
import { layoutOf } from '../../../training/network/context.ts';
import { initialState } from '../../../training/network/parameters.ts';
import { createRandom } from '../../../training/random/random.ts';
import { networkFile } from '../../../training/imported/imported-network.ts';
import { openMusicnn, openTeacher } from '../../../training/shipped/musicnn/networks.ts';

/** A network, and what it hears of a window. */
export interface Ear {
  readonly network: Uint8Array;
  readonly spec: FeatureSpec;
}

/** Every network that is measured. */
export interface Ears {
  readonly musicnn: Ear;
  /** The default's network. */
  readonly shipped: Ear;
  readonly mn04: Ear;
  /** The networks of the default of earlier versions. */
  readonly ensemble: readonly Ear[];
  /** The default's head. */
  readonly head: { readonly network: Uint8Array; readonly features: number };
  /** Of what the authors' files are missing, and random weights of the same shapes stand for theirs. */
  readonly withRandomWeights: readonly string[];
}

/** Where weights come from. */
export interface EarPlaces {
  readonly models: string;
  /** Folder of the authors' checkpoint; null: random weights. */
  readonly musicnn: string | null;
  /** The authors' file; null: random weights. */
  readonly mn04: string | null;
}

const ENSEMBLE = ['mel-cnn', 'mel-gru', 'mel-statistics'];
const DEFAULT = 'musicnn';
const SEED = 1;
const RANDOM_ANSWERS = 50;

/** @throws AppError where a model is missing or weights are another network's */
export async function openEars(places: EarPlaces): Promise<Ears> {
  const shipped = await loadModel(join(places.models, DEFAULT));
  const { head } = shipped;
  if (!head || !shipped.card.head) throw new Error(`the model ${DEFAULT} has no head`);
  const ensemble = await Promise.all(ENSEMBLE.map((name) => loadModel(join(places.models, name))));
  const unchanged = places.musicnn ? await openMusicnn(places.musicnn) : withRandomWeights(musicnn);
  const mn04 = places.mn04 ? await openTeacher(places.mn04) : withRandomWeights(efficientat);
  return {
    musicnn: { network: networkFile(unchanged), spec: MUSICNN_SPEC },
    shipped: { network: shipped.network, spec: shipped.card.featureSpec },
    mn04: { network: networkFile(mn04), spec: EFFICIENTAT_SPEC },
    ensemble: ensemble.map(({ network, card }) => ({ network, spec: card.featureSpec })),
    head: { network: head, features: shipped.card.head.features },
    withRandomWeights: [...(places.musicnn ? [] : ['musicnn']), ...(places.mn04 ? [] : ['mn04'])],
  };
}

function withRandomWeights(architecture: Architecture): ImportedNetwork {
  if (architecture.input.kind !== 'spectrogram') throw new Error(`${architecture.name} has no front end of its own`);
  const shape = inputShape(architecture.input.spec);
  const network = architecture.network(RANDOM_ANSWERS);
  const layout = layoutOf(network, () => new Graph(), [1, ...shape]);
  return { network, layout, state: initialState(layout, createRandom(SEED)), inputShape: shape };
}
