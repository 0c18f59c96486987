import { cp, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { shell } from 'electron';
import { texts } from '../texts/index.ts';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { RetrainController } from '../app/retrain-controller.ts';
import { makeFolder } from '../files/make-folder.ts';
import { findModelFolder, listModels, loadModel } from '../pipeline/model/model-folder.ts';
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

/** A model's folder holds these and nothing else. */
const FILES = ['card.json', 'model.onnx'] as const;

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
      await loadModel(from);
      const into = await dialogs.chooseFolder(texts.dialogs.exportModel({ model }));
      if (into === null) return null;
      const target = join(into, model);
      if (await stat(target).catch(() => null)) throw new AppError('model-exists', target);
      await copyModel(from, target);
      return basename(target);
    },
    'models.import': async () => {
      const from = await dialogs.chooseFolder(texts.dialogs.importModel);
      if (from === null) return null;
      const { card } = await loadModel(from);
      if ((await listModels(modelRoots)).some(({ name }) => name === card.name))
        throw new AppError('model-exists', card.name);
      // Whether it computes what its card promises is tried in a process of its own.
      await retrain.questions.tryModel(from);
      await copyModel(from, join(models, card.name));
      return card.name;
    },
    'models.reveal': async ({ model }) => {
      shell.showItemInFolder(join(await findModelFolder(model, modelRoots), FILES[0]));
      return null;
    },
  };
}

/** It appears whole or not at all. */
async function copyModel(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    makeFolder(part);
    for (const file of FILES) await cp(join(from, file), join(part, file), { errorOnExist: true, dereference: true });
    await rename(part, to);
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw fromFileSystemError(error, 'file-read-only');
  }
}
