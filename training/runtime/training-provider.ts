import { AppError } from '../../src-main/contract/app-error.ts';
import type { ProviderChoice } from '../../src-main/contract/values.ts';
import { obstacleTo } from '../../src-main/pipeline/model/execution-providers.ts';

/** On a GPU, starting a run costs more than a step; on the CPU the recipes decide. */
export const STEPS_PER_RUN: Readonly<Record<'cuda' | 'cpu', number | null>> = { cuda: 8, cpu: null };

/**
 * CUDA where it is there and nobody asked for another processor: no other GPU provider has the operations of a training
 * step.
 * @throws AppError provider-unavailable where CUDA was asked for by name
 */
export async function trainingProvider(choice: ProviderChoice): Promise<'cuda' | 'cpu'> {
  if (choice !== 'auto' && choice !== 'cuda') return 'cpu';
  const obstacle = await obstacleTo('cuda');
  if (obstacle !== null && choice === 'cuda') throw new AppError('provider-unavailable', `cuda: ${obstacle}`);
  return obstacle === null ? 'cuda' : 'cpu';
}
