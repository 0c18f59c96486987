import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { architecturesNamed, networkNamed } from '../retrain/network-named.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Network } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import { answersOf, readWeights } from '../onnx/read-weights.ts';
import type { FeatureExplainer } from './feature-saliency.ts';
import { createFeatureExplainer } from './feature-saliency.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { Explainer } from './saliency.ts';
import { createExplainer } from './saliency.ts';

/** An ONNX file with what its card says. */
export interface FinishedModel {
  readonly network: Uint8Array;
  /** Begins with the architecture's name and a colon. */
  readonly architecture: string;
  readonly spec: FeatureSpec;
  readonly genreCount: number;
}

/**
 * The gradients of a network's features, for a head on them; null as of {@link explainerOf}. Its own answers may be of
 * any number.
 */
export async function featureExplainerOf(
  { network, architecture, spec }: Omit<FinishedModel, 'genreCount'>,
  compile: CompileGraph,
): Promise<FeatureExplainer | null> {
  const [own, ...others] = architecturesNamed(architecture);
  const build = others.length === 0 ? own?.features : null;
  const found = buildOf({ network, spec, build: build ?? networkNamed(architecture, answersOf(network) ?? 0) });
  return found && createFeatureExplainer(found.build, found.state, found.shape, compile);
}

/** A model's gradients; null where its network is none of ours or does not hear bands over time. */
export async function explainerOf(model: FinishedModel, compile: CompileGraph): Promise<Explainer | null> {
  const found = buildOf({ ...model, build: networkNamed(model.architecture, model.genreCount) });
  return found && createExplainer(found.build, found.state, found.shape, model.genreCount, compile);
}

function buildOf({ network, spec, build }: Pick<FinishedModel, 'network' | 'spec'> & { build: Network | null }) {
  if (!build || (spec.kind !== 'log-mel' && spec.kind !== 'spectrogram')) return null;
  const [rows = 0, frames = 0] = inputShape(spec);
  const shape: readonly [number, number] = [rows, frames];
  try {
    const layout = layoutOf(build, () => new Graph(), [1, ...shape]);
    return { build, shape, state: readWeights(network, layout) };
  } catch (error) {
    // A file of the same name from elsewhere.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
