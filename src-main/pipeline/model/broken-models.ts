import { lstat, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, toErrorData } from '../../contract/app-error.ts';
import type { InstalledFolder } from './model-folder.ts';
import { findModelFolder, installedModels, loadCard, loadModel } from './model-folder.ts';

/** A folder that was meant as a model and cannot be used as one. */
export interface BrokenModel {
  /** As its folder is called. */
  readonly name: string;
  readonly folder: string;
  /** Why, in words. */
  readonly reason: string;
}

/**
 * Checks every model's folder: the card, the bytes of the network beside the hash in the card, and an ensemble's
 * members.
 * @returns those that cannot be used. Folders with neither card nor network are none of ours.
 */
export async function brokenModels(roots: readonly string[]): Promise<BrokenModel[]> {
  const installed = await installedModels(roots);
  const broken: BrokenModel[] = [];
  for (const { folder } of installed) {
    const reason = await faultOf(folder);
    if (reason !== null) broken.push({ name: basename(folder), folder, reason });
  }
  for (const { folder, card } of installed) {
    const lost = card && 'members' in card ? card.members.filter((member) => !isUsable(member, installed, broken)) : [];
    if (lost.length > 0)
      broken.push({ name: basename(folder), folder, reason: `of its members, ${lost.join(', ')} cannot be used` });
  }
  return broken;
}

/** Whether the folder that a name leads to is a model that is not broken. */
function isUsable(name: string, installed: readonly InstalledFolder[], broken: readonly BrokenModel[]): boolean {
  const found = installed.find(({ card }) => card?.name === name);
  return found !== undefined && !broken.some(({ folder }) => folder === found.folder);
}

/** Where a model that can be used lies. @throws AppError model-missing, model-invalid */
export async function findUsableModel(name: string, roots: readonly string[]): Promise<string> {
  const folder = await findModelFolder(name, roots);
  const broken = (await brokenModels(roots)).find((each) => each.folder === folder);
  if (broken) throw new AppError('model-invalid', broken.reason);
  return folder;
}

async function faultOf(folder: string): Promise<string | null> {
  if (await isLostLink(folder)) return `${folder} is a link that leads nowhere`;
  const [hasCard, hasNetwork] = await Promise.all(
    ['card.json', 'model.onnx'].map((name) =>
      lstat(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!hasCard && !hasNetwork) return null;
  try {
    const card = await loadCard(folder);
    if (!('members' in card)) await loadModel(folder);
    return null;
  } catch (error) {
    return toErrorData(error).message;
  }
}

async function isLostLink(path: string): Promise<boolean> {
  const isLink = await lstat(path).then(
    (facts) => facts.isSymbolicLink(),
    () => false,
  );
  return (
    isLink &&
    !(await stat(path).then(
      () => true,
      () => false,
    ))
  );
}
