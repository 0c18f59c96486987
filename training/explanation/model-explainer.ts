import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { networkNamed } from '../retrain/network-named.ts';
import { Graph } from '../autodiff/graph.ts';
import { layoutOf } from '../network/context.ts';
import { readWeights } from '../onnx/read-weights.ts';
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

/** A model's gradients; null where its network is none of ours or does not hear bands over time. */
export async function explainerOf(
  { network, architecture, spec, genreCount }: FinishedModel,
  compile: CompileGraph,
): Promise<Explainer | null> {
  const build = networkNamed(architecture, genreCount);
  if (!build || (spec.kind !== 'log-mel' && spec.kind !== 'spectrogram')) return null;
  const [rows = 0, frames = 0] = inputShape(spec);
  const layout = layoutOf(build, () => new Graph(), [1, rows, frames]);
  try {
    return await createExplainer(build, readWeights(network, layout), [rows, frames], genreCount, compile);
  } catch (error) {
    // A file of the same name from elsewhere.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
