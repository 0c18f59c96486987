import { texts } from '../texts/index.ts';
import { ARCHITECTURES } from '../../training/architectures/index.ts';
import type { TrainingController } from '../app/training-controller.ts';
import type { OperationName } from '../contract/channels.ts';
import type { Handlers } from '../contract/channels.ts';

/**
 * The operations of training.
 * @param askForFolder shows the folder dialog under a title; null if it was closed
 */
export function createTrainingHandlers(
  training: TrainingController,
  askForFolder: (title: string) => Promise<string | null>,
): Pick<Handlers, Extract<OperationName, `training.${string}`>> {
  return {
    'training.state': () => training.state,
    'training.architectures': () => ARCHITECTURES.map(({ name, title, description }) => ({ name, title, description })),
    'training.chooseFolder': async () => {
      const folder = await askForFolder(texts.dialogs.trainFromFolders);
      return folder === null ? null : training.inspect(folder);
    },
    'training.start': async (choice) => {
      await training.start(choice);
      return null;
    },
    'training.resume': async () => {
      await training.resume();
      return null;
    },
    'training.stop': () => {
      training.stop();
      return null;
    },
    'training.discard': async () => {
      await training.discard();
      return null;
    },
  };
}
