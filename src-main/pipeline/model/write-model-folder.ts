import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { writeFileAtomic } from '../../files/write-file-atomic.ts';
import { takenNames } from './model-folder.ts';

/** Where models lie. */
export interface ModelPlaces {
  readonly modelRoots: readonly string[];
  /** The user's own. */
  readonly models: string;
}

/** Whether a model has a name, or a folder that would be in its way. */
export async function isNameTaken(name: string, { modelRoots, models }: ModelPlaces): Promise<boolean> {
  if ((await takenNames(modelRoots)).includes(name)) return true;
  return (await stat(join(models, name)).catch(() => null)) !== null;
}

/** What a model's folder holds. */
export interface ModelFiles {
  /** Is written as JSON. */
  readonly card: object;
  /** Null of an ensemble. */
  readonly network: Uint8Array | null;
  readonly head: Uint8Array | null;
}

/**
 * Writes a model's folder, which appears whole or not at all.
 * @throws AppError model-exists where there is a folder of this name; folder-not-made, and as the file system
 */
export function writeModelFolder(to: string, { card, network, head }: ModelFiles): Promise<void> {
  return writeWhole(to, async (part) => {
    if (network) await writeFileAtomic(join(part, 'model.onnx'), [network]);
    if (head) await writeFileAtomic(join(part, 'head.onnx'), [head]);
    await writeFileAtomic(join(part, 'card.json'), [`${JSON.stringify(card, null, 2)}\n`]);
  });
}

async function writeWhole(to: string, fill: (part: string) => Promise<void>): Promise<void> {
  const part = `${to}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    makeFolder(part);
    await fill(part);
    await rename(part, to);
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST'))
      throw new AppError('model-exists', to, { cause: error });
    throw fromFileSystemError(error, 'file-read-only');
  }
}
