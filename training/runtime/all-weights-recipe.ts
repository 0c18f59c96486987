import type { RetrainMode } from '../../src-main/contract/values.ts';
import type { Architecture } from '../architectures/architecture.ts';
import { MEL_INPUT, MEL_RECIPE } from '../architectures/mel-trunk.ts';
import type { ExperimentSettings } from '../experiment/experiment.ts';
import { retrainedName, retrainedNetwork } from '../retrain/retrained-network.ts';
import type { Bases } from './bases.ts';

/** Whether all weights go on from those of the bases, or begin with chance. */
export type AllWeightsMode = Exclude<RetrainMode, 'quick'>;

/** Gently, from where the bases are: a few hundred tracks must not make them forget. */
const FINE_TUNING: Architecture['recipe'] = {
  ...MEL_RECIPE,
  epochs: 16,
  schedule: { kind: 'cosine', peak: 3e-4, final: 1e-6, warmUpEpochs: 2 },
  averagingRate: 0.02,
  patience: null,
  batchSize: 16,
  cropsPerExample: 2,
};

/** How all weights are trained. */
export const RECIPES: Readonly<Record<AllWeightsMode, Architecture['recipe']>> = {
  full: FINE_TUNING,
  scratch: MEL_RECIPE,
};

/** Epochs without a better one after which training ends, where tracks are spared to tell. */
export const PATIENCE: Readonly<Record<AllWeightsMode, number>> = { full: 4, scratch: 14 };

/** How fine-tuning begins and ends. */
export const FINE_TUNING_START: Pick<NonNullable<ExperimentSettings['start']>, 'earlyRate' | 'keptShare'> = {
  earlyRate: 0.1,
  // Half of the way back to the bases under the new head: what they know besides the labels stays.
  keptShare: 0.5,
};

/** The bases' networks side by side, to be trained as one. @param patience null: the last epoch's weights win */
export function allWeightsArchitecture(bases: Bases, mode: AllWeightsMode, patience: number | null): Architecture {
  const architectures = bases.members.map(({ architecture }) => architecture);
  const names = bases.facts.map(({ name }) => name).join(' and ');
  const isFull = mode === 'full';
  const recipe = { ...RECIPES[mode], patience };
  return {
    name: retrainedName(architectures),
    title: isFull ? `Your genres, on ${bases.name}` : 'Your genres, from your labels alone',
    description: `${names}, ${isFull ? 'fine-tuned on' : 'trained anew from'} labels.`,
    ...(bases.spec.kind === 'spectrogram'
      ? // Augmentation works on decibels.
        { input: { kind: 'spectrogram', spec: bases.spec }, recipe: { ...recipe, augmentation: null } }
      : { input: MEL_INPUT, recipe }),
    hopLength: bases.spec.hopLength,
    cudaStepsPerRun: Math.min(...architectures.map(({ cudaStepsPerRun }) => cudaStepsPerRun)),
    network: (genreCount) => retrainedNetwork(architectures, genreCount),
  };
}
