import { AppError } from '../../src-main/contract/app-error.ts';
import type { ProviderChoice, ProviderName } from '../../src-main/contract/values.ts';
import { obstacleTo } from '../../src-main/pipeline/model/execution-providers.ts';

/** Processors that training runs on: other GPU providers lack operations of a training step. */
export const TRAINING_PROVIDERS = ['cuda', 'cpu'] as const satisfies readonly ProviderName[];
/** See {@link TRAINING_PROVIDERS}. */
export type TrainingProvider = (typeof TRAINING_PROVIDERS)[number];

/** On a GPU, starting a run costs more than a step; on the CPU the recipes decide. */
export const STEPS_PER_RUN: Readonly<Record<TrainingProvider, number | null>> = { cuda: 8, cpu: null };

/**
 * CUDA where it is there and nobody asked for another processor: no other GPU provider has the operations of a training
 * step.
 * @throws AppError provider-unavailable where CUDA was asked for by name
 */
export async function trainingProvider(choice: ProviderChoice): Promise<TrainingProvider> {
  if (choice !== 'auto' && choice !== 'cuda') return 'cpu';
  const obstacle = await obstacleTo('cuda');
  if (obstacle !== null && choice === 'cuda') throw new AppError('provider-unavailable', `cuda: ${obstacle}`);
  return obstacle === null ? 'cuda' : 'cpu';
}
