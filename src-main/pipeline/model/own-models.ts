import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { MODEL_NAME } from '../../contract/training.ts';
import { writeFileAtomic } from '../../files/write-file-atomic.ts';
import { findModelFolder, listModels, readJson, shippedNames, takenNames } from './model-folder.ts';

/** Where models lie, and which one is in use. */
export interface OwnModels {
  readonly modelRoots: readonly string[];
  /** The folder of the user's own. */
  readonly models: string;
  readonly inUse: string;
}

/**
 * Gives a model of the user's another name: its card's and its folder's. Tags and predictions that it made keep the name
 * that it had.
 * @throws AppError request-invalid, model-missing, model-not-own, model-in-use; model-name-taken or model-exists where the
 *   new name is another model's; and as the file system
 */
export async function renameModel(from: string, to: string, own: OwnModels): Promise<void> {
  if (!MODEL_NAME.test(to)) throw new AppError('request-invalid', `“${to}” is no name for a model.`);
  const folder = await changeableFolder(from, own);
  if ((await shippedNames(own.modelRoots, own.models)).includes(to)) throw new AppError('model-name-taken', to);
  if ((await takenNames(own.modelRoots)).includes(to)) throw new AppError('model-exists', to);
  const card = await readJson(join(folder, 'card.json'));
  const target = join(own.models, to);
  try {
    await moveToFree(folder, target);
    await writeFileAtomic(join(target, 'card.json'), [JSON.stringify({ ...Object(card), name: to }, null, 2)]).catch(
      async (error: unknown) => {
        await rename(target, folder);
        throw error;
      },
    );
  } catch (error) {
    throw fromFileSystemError(error, 'file-read-only');
  }
}

/**
 * Deletes a model of the user's. What it predicted stays in the library until it is analysed again.
 * @param discard moves a folder to the system's trash; it is removed where that fails
 * @throws AppError model-missing, model-not-own, model-in-use, and as the file system
 */
export async function deleteModel(
  name: string,
  own: OwnModels,
  discard: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await changeableFolder(name, own);
  try {
    await discard(folder).catch(() => rm(folder, { recursive: true }));
  } catch (error) {
    throw fromFileSystemError(error, 'file-read-only');
  }
}

async function changeableFolder(name: string, { modelRoots, models, inUse }: OwnModels): Promise<string> {
  const folder = await findModelFolder(name, modelRoots);
  if (dirname(resolve(folder)) !== resolve(models)) throw new AppError('model-not-own', name);
  if (name === inUse) throw new AppError('model-in-use', name);
  const ensembles = (await listModels(modelRoots)).filter((card) => 'members' in card && card.members.includes(name));
  if (ensembles.length > 0)
    throw new AppError('model-in-use', `${name} is part of ${ensembles.map((card) => card.name).join(', ')}.`);
  return folder;
}

/** @throws AppError model-exists where something lies there, of whatever name */
async function moveToFree(folder: string, target: string): Promise<void> {
  if (folder === target) return;
  try {
    await rename(folder, target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR')
      throw new AppError('model-exists', basename(target), { cause: error });
    throw error;
  }
}
