import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { fsPath } from '../../files/fs-path.ts';
import { findModelFolder, loadModel } from '../../pipeline/model/model-folder.ts';
import { writeModelFolder } from '../../pipeline/model/write-model-folder.ts';

/**
 * Writes an installed model's folder into another folder.
 * @returns the new folder's name
 * @throws AppError model-exists where there is something of its name; as {@link loadModel} and {@link writeModelFolder}
 */
export async function exportModel(name: string, into: string, modelRoots: readonly string[]): Promise<string> {
  const model = await loadModel(await findModelFolder(name, modelRoots));
  const target = join(into, name);
  if (await stat(fsPath(target)).catch(() => null)) throw new AppError('model-exists', target);
  await writeModelFolder(target, model);
  return name;
}
