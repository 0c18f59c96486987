import type { FeatureSpec } from '../pipeline/features/feature-spec.ts';
import { featureSpecHash } from '../pipeline/features/feature-spec.ts';
import type { Inference } from '../pipeline/model/inference.ts';
import type { ModelCard } from '../pipeline/model/model-card.ts';

/** A small front end like the shipped model's. */
export function testFeatureSpec(): Extract<FeatureSpec, { kind: 'log-mel' }> {
  return {
    version: 1,
    kind: 'log-mel',
    sampleRate: 22_050,
    fftSize: 2048,
    hopLength: 1708,
    melBands: 16,
    melScale: 'slaney',
    melNorm: 'slaney',
    minFrequency: 0,
    maxFrequency: 11_025,
    referenceSeconds: 30,
    rangeDecibels: 80,
    bandsPerRow: 1,
    normalisation: { mean: Array.from({ length: 16 }, () => -40), deviation: Array.from({ length: 16 }, () => 20) },
    patchFrames: 128,
    patchHopFrames: 64,
  };
}

/**
 * Genres “low” and “high”, told apart by where a patch has its energy: a model whose right answer is plain.
 * @param featureSpec whose input has the bands first
 */
export function spectralTiltInference(featureSpec: FeatureSpec = testFeatureSpec()): Inference {
  const card = {
    name: 'tilt',
    genres: ['low', 'high'],
    featureSpec,
    featureSpecHash: featureSpecHash(featureSpec),
    temperature: 1,
    network: { sha256: '' },
  } as unknown as ModelCard;
  return {
    card,
    provider: { active: 'cpu', attempts: [] },
    head: null,
    async recognise(patch) {
      const half = patch.length / 2;
      const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0) / half;
      const logits = Float32Array.of(sum(patch.subarray(0, half)), sum(patch.subarray(half)));
      return { logits, embedding: logits };
    },
    close: () => Promise.resolve(),
  };
}
