import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { shell } from 'electron';
import { texts } from '../texts/index.ts';
import { AppError } from '../contract/app-error.ts';
import type { RetrainController } from '../app/retrain-controller.ts';
import { findModelFolder, loadModel } from '../pipeline/model/model-folder.ts';
import { copyModel } from '../pipeline/model/write-model-folder.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Dialogs } from './dialogs.ts';

/** What bringing models in and out needs. */
export interface ModelFolders {
  readonly modelRoots: readonly string[];
  /** The user's own. */
  readonly models: string;
  readonly retrain: RetrainController;
  readonly dialogs: Dialogs;
}

/** The operations that carry models in and out; the page never names a path. */
export function createModelHandlers({
  modelRoots,
  models,
  retrain,
  dialogs,
}: ModelFolders): Pick<Handlers, Extract<OperationName, `models.${string}`>> {
  return {
    'models.export': async ({ model }) => {
      const from = await findModelFolder(model, modelRoots);
      const { card } = await loadModel(from);
      const into = await dialogs.chooseFolder(texts.dialogs.exportModel({ model }));
      if (into === null) return null;
      const target = join(into, model);
      if (await stat(target).catch(() => null)) throw new AppError('model-exists', target);
      await copyModel(from, target, card);
      return basename(target);
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
  };
}
