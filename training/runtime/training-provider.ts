import { AppError } from '../../src-main/contract/app-error.ts';
import type { Architecture } from '../architectures/architecture.ts';
import type { ProviderChoice, ProviderName } from '../../src-main/contract/values.ts';
import { obstacleTo } from '../../src-main/pipeline/model/execution-providers.ts';

/** Processors that training runs on: other GPU providers lack operations of a training step. */
export const TRAINING_PROVIDERS = ['cuda', 'cpu'] as const satisfies readonly ProviderName[];
/** See {@link TRAINING_PROVIDERS}. */
export type TrainingProvider = (typeof TRAINING_PROVIDERS)[number];

/** How many steps a run of the graph takes on a processor. */
export function stepsPerRunOn(
  provider: ProviderChoice,
  { recipe, cudaStepsPerRun }: Pick<Architecture, 'recipe' | 'cudaStepsPerRun'>,
): number {
  return provider === 'cuda' ? cudaStepsPerRun : recipe.stepsPerRun;
}

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
