import { join } from 'node:path';
import { shell } from 'electron';
import { texts } from '../texts/index.ts';
import type { RetrainController } from '../app/retrain-controller.ts';
import type { SettingsController } from '../app/settings-controller.ts';
import { historyWithout } from '../use-cases/library/model-in-use.ts';
import { deleteModel, renameModel } from '../pipeline/model/own-models.ts';
import { findModelFolder } from '../pipeline/model/model-folder.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Dialogs } from './dialogs.ts';

/** What bringing models in and out needs. */
export interface ModelFolders {
  readonly modelRoots: readonly string[];
  /** The user's own. */
  readonly models: string;
  readonly retrain: RetrainController;
  readonly dialogs: Dialogs;
  readonly settings: SettingsController;
}

/** The operations that carry models in and out; the page never names a path. */
export function createModelHandlers({
  modelRoots,
  models,
  retrain,
  dialogs,
  settings,
}: ModelFolders): Pick<Handlers, Extract<OperationName, `models.${string}`>> {
  return {
    'models.export': async ({ model }) => {
      await findModelFolder(model, modelRoots);
      const into = await dialogs.chooseFolder(texts.dialogs.exportModel({ model }));
      return into === null ? null : retrain.questions.exportModel(model, into);
    },
    'models.import': async () => {
      const from = await dialogs.chooseFolder(texts.dialogs.importModel);
      // Whether it computes what its card promises is tried in a process of its own.
      return from === null ? null : retrain.questions.addNetwork(from, models);
    },
    'models.reveal': async ({ model }) => {
      shell.showItemInFolder(join(await findModelFolder(model, modelRoots), 'card.json'));
      return null;
    },
    'models.rename': async ({ model, to }) => {
      await renameModel(model, to, { modelRoots, models, inUse: settings.current.model });
      await settings.change({ modelHistory: historyWithout(settings.current, model, to) });
      return null;
    },
    'models.delete': async ({ model }) => {
      const own = { modelRoots, models, inUse: settings.current.model };
      await deleteModel(model, own, (folder) => shell.trashItem(folder));
      await settings.change({ modelHistory: historyWithout(settings.current, model, null) });
      return null;
    },
  };
}
