import { concat, mean } from '../autodiff/functions/index.ts';
import { dropout, genreHead } from '../network/layers.ts';
import { gatedRecurrentUnit } from '../network/recurrent.ts';
import type { Architecture } from './architecture.ts';
import { MEL_HOP_LENGTH, MEL_INPUT, MEL_RECIPE, melSequence } from './mel-trunk.ts';

/** Convolutions over ten seconds of log-mel, then a GRU over their sixteen steps. */
export const melGru: Architecture = {
  name: 'mel-gru',
  title: 'Mel CNN with GRU',
  description:
    'Frequency ramp as second channel; ' +
    '4 × (3×3 convolution, max pooling, batch norm, ReLU) with 16-32-64-128 filters; ' +
    'GRU 64 over 16 steps; mean over time of GRU and convolutions; dense',
  input: MEL_INPUT,
  hopLength: MEL_HOP_LENGTH,
  recipe: MEL_RECIPE,
  cudaStepsPerRun: 8,
  network: (genreCount) => (context, patches) => {
    const sequence = melSequence(context, patches);
    const states = gatedRecurrentUnit(context, 'recurrent', dropout(context, sequence, 0.2), 64);
    const summary = concat([mean(states.sequence, { axes: [1] }), mean(sequence, { axes: [1] })], { axis: 1 });
    return genreHead(context, dropout(context, summary, 0.4), genreCount);
  },
};
