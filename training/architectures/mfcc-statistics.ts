import { add, concat, reshape, sqrt } from '../autodiff/functions/index.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import { batchNorm, genreHead, momentsOf } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

/** Mean and deviation of every MFCC under one linear layer: the baseline that every other network has to beat. */
export const mfccStatistics: Architecture = {
  name: 'mfcc-statistics',
  title: 'MFCC statistics',
  description: 'Mean and deviation of 20 MFCC over 130 frames; batch norm; one linear layer.',
  input: { kind: 'mfcc', coefficients: 20, patchFrames: 130 },
  hopLength: 512,
  recipe: { ...FIELD_RECIPE, stepsPerRun: 8 },
  cudaStepsPerRun: 8,
  network: (genreCount) => (context, patches) => {
    const { mean, variance } = momentsOf(patches, [1]);
    // A root has no slope at zero.
    const statistics = concat([mean, sqrt(add(variance, 1e-4))], { axis: 2 });
    const flat = reshape(statistics, [sizeAt(statistics.shape, 0), sizeAt(statistics.shape, 2)]);
    return genreHead(context, batchNorm(context, 'statistics.norm', flat), genreCount);
  },
};
