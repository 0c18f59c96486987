import { relu } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { NetworkContext } from '../network/context.ts';
import { dense, dropout, genreHead } from '../network/layers.ts';
import type { RecurrentStates } from '../network/recurrent.ts';
import { gatedRecurrentUnit, longShortTermMemory } from '../network/recurrent.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

type Layer = (context: NetworkContext, name: string, input: Tensor, units: number) => RecurrentStates;

const UNITS = 64;

function recurrent(layer: Layer): Architecture['network'] {
  return (genreCount) => (context, patches) => {
    const { sequence } = layer(context, 'recurrent1', patches, UNITS);
    const { last } = layer(context, 'recurrent2', sequence, UNITS);
    const hidden = relu(dense(context, 'dense1', last, 64));
    return genreHead(context, dropout(context, hidden, 0.3), genreCount);
  };
}

const shared = {
  input: { kind: 'mfcc', coefficients: 13, patchFrames: 130 },
  hopLength: 512,
  recipe: FIELD_RECIPE,
} as const;

/** MFCC frame by frame through two LSTM layers. */
export const mfccLstm: Architecture = {
  ...shared,
  name: 'mfcc-lstm',
  title: 'MFCC LSTM network',
  description: 'Two LSTM layers of 64 units over 130 frames of 13 MFCC, and a dense layer of 64 units.',
  cudaStepsPerRun: 1,
  network: recurrent(longShortTermMemory),
};

/** The same with gated recurrent units. */
export const mfccGru: Architecture = {
  ...shared,
  name: 'mfcc-gru',
  title: 'MFCC GRU network',
  description: 'Two GRU layers of 64 units over 130 frames of 13 MFCC, and a dense layer of 64 units.',
  cudaStepsPerRun: 8,
  network: recurrent(gatedRecurrentUnit),
};
