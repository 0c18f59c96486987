import { expect, it } from 'vitest';
import { EFFICIENTAT_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import { importEfficientat, isEfficientatWeight } from '../imported/efficientat-weights.ts';
import { networkFile } from '../imported/imported-network.ts';
import { efficientatState } from '../testing/efficientat-state.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { featureExplainerOf } from './model-explainer.ts';

it('a network of others is explained by its features, whatever layers it has after them', async () => {
  const tensors = new Map([...efficientatState(7)].filter(([name]) => isEfficientatWeight(name)));
  const network = networkFile(importEfficientat(tensors));
  // Short, so that it is quick; the weights are those of any length.
  const spec = { ...EFFICIENTAT_SPEC, patchFrames: 64 };
  const explainer = await featureExplainerOf({ network, architecture: 'efficientat: any', spec }, compileGraph);
  const patch = new Float32Array(128 * 64).map((_, index) => Math.sin(index));
  const map = await explainer?.saliency(patch, new Float32Array(384).fill(1));
  await explainer?.release();
  expect(map).toHaveLength(128 * 64);
  expect(map?.some((value) => value !== 0)).toBe(true);
  expect(map?.every(Number.isFinite)).toBe(true);
});
