import { relu } from '../autodiff/functions/index.ts';
import { dense, dropout, flatten, genreHead } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

/** MFCC of 130 frames, flattened, and three dense layers: the field's first network. */
export const mfccAnn: Architecture = {
  name: 'mfcc-ann',
  title: 'MFCC dense network',
  description: 'Dense layers of 512, 256 and 64 units over 130 frames of 13 MFCC.',
  input: { kind: 'mfcc', coefficients: 13, patchFrames: 130 },
  hopLength: 512,
  recipe: { ...FIELD_RECIPE, stepsPerRun: 8, schedule: { ...FIELD_RECIPE.schedule, peak: 3e-4 } },
  cudaStepsPerRun: 8,
  network: (genreCount) => (context, patches) => {
    const hidden = [512, 256, 64].reduce(
      (input, units, index) => dropout(context, relu(dense(context, `dense${index + 1}`, input, units)), 0.3),
      flatten(context, patches),
    );
    return genreHead(context, hidden, genreCount);
  },
};
