import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { findModelFolder, loadCard } from '../pipeline/model/model-folder.ts';

/** Which model, and where it and its members are sought, the first folder first. */
export interface ModelChoice {
  readonly model: string;
  readonly modelRoots: readonly string[];
}

/**
 * An installed model by its name, or a model's folder anywhere.
 * @throws AppError as `loadCard` of a folder; model-invalid where another model beside it has its name
 */
export async function modelChoice(nameOrFolder: string, modelRoots: readonly string[]): Promise<ModelChoice> {
  const folder = resolve(nameOrFolder);
  const isFolder = await stat(join(folder, 'card.json')).then(
    () => true,
    () => false,
  );
  if (!isFolder) return { model: nameOrFolder, modelRoots };
  const choice = { model: (await loadCard(folder)).name, modelRoots: [dirname(folder), ...modelRoots] };
  const found = await findModelFolder(choice.model, choice.modelRoots);
  if (found !== folder) throw new AppError('model-invalid', `${found} has the same name, “${choice.model}”.`);
  return choice;
}
