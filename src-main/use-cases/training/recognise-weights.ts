import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { fsPath } from '../../files/fs-path.ts';
import { readRegularFile } from '../../files/read-regular-file.ts';

/** What a file or a folder holds that may become a model. */
export type FoundWeights =
  | { readonly kind: 'model'; readonly folder: string }
  | { readonly kind: 'pytorch'; readonly file: Uint8Array }
  | { readonly kind: 'tensorflow'; readonly index: Uint8Array; readonly data: Uint8Array };

/** Larger files are no network that is known here. */
const LARGEST_FILE = 64 * 1024 * 1024;
/** What a ZIP archive begins with; PyTorch's files are such. */
const ZIP = 'PK\u0003\u0004';

/**
 * Looks what a path holds: a model's folder of ours, a folder with a checkpoint of TensorFlow's, or a file of PyTorch's.
 * @throws AppError network-unsupported with the reason, and as the file system
 */
export async function recogniseWeights(path: string): Promise<FoundWeights> {
  try {
    const facts = await stat(fsPath(path));
    if (facts.isDirectory()) return await recogniseFolder(path);
    const file = await readWeights(path);
    if (file.subarray(0, ZIP.length).toString('latin1') !== ZIP)
      throw unsupported(`${path} is no file that PyTorch saved.`);
    return { kind: 'pytorch', file };
  } catch (error) {
    throw fromFileSystemError(error);
  }
}

async function recogniseFolder(folder: string): Promise<FoundWeights> {
  const names = await readdir(fsPath(folder));
  if (names.includes('card.json')) return { kind: 'model', folder };
  const [index, ...others] = names.filter((name) => name.endsWith('.index'));
  if (index === undefined || others.length > 0)
    throw unsupported(`${folder} has neither card.json nor one checkpoint of TensorFlow’s.`);
  const paths = [index, index.replace(/\.index$/, '.data-00000-of-00001')].map((name) => join(folder, name));
  const [head = new Uint8Array(0), data = new Uint8Array(0)] = await Promise.all(paths.map(readWeights));
  return { kind: 'tensorflow', index: head, data };
}

/** @throws AppError network-unsupported for what is no ordinary file, empty or too large */
async function readWeights(path: string): Promise<Buffer> {
  const bytes = await readRegularFile(path, { mostBytes: LARGEST_FILE, invalid: 'network-unsupported' });
  if (bytes.length === 0) throw unsupported(`${path} is empty.`);
  return bytes;
}

function unsupported(reason: string): AppError {
  return new AppError('network-unsupported', reason);
}
