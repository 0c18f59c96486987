import { texts } from '../texts/index.ts';
import { ARCHITECTURES_BY_GROUP } from '../../training/architectures/index.ts';
import type { TrainingController } from '../app/training-controller.ts';
import { ARCHITECTURE_GROUPS } from '../contract/values.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Dialogs } from './dialogs.ts';

/** The operations of training. */
export function createTrainingHandlers(
  training: TrainingController,
  dialogs: Dialogs,
): Pick<Handlers, Extract<OperationName, `training.${string}`>> {
  return {
    'training.state': () => training.state,
    'training.architectures': () =>
      ARCHITECTURE_GROUPS.flatMap((group) =>
        ARCHITECTURES_BY_GROUP[group].map(({ name, title, description }) => ({ name, title, description, group })),
      ),
    'training.chooseFolder': async () => {
      const folder = await dialogs.chooseFolder(texts.dialogs.trainFromFolders);
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
