import type { Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { fsPath } from '../../files/fs-path.ts';
import { readWhole } from '../../files/read-whole.ts';

/** What a file or a folder holds that may become a model. */
export type FoundWeights =
  | { readonly kind: 'model'; readonly folder: string }
  | { readonly kind: 'pytorch'; readonly file: Uint8Array }
  | { readonly kind: 'tensorflow'; readonly index: Uint8Array; readonly data: Uint8Array };

/** Larger files are no network that is known here. */
const LARGEST_FILE = 64 * 1024 * 1024;
/** What a ZIP archive begins with; PyTorch's files are such. */
const ZIP = '504b0304';

/**
 * Looks what a path holds: a model's folder of ours, a folder with a checkpoint of TensorFlow's, or a file of PyTorch's.
 * @throws AppError network-unsupported with the reason, and as the file system
 */
export async function recogniseWeights(path: string): Promise<FoundWeights> {
  try {
    const facts = await stat(fsPath(path));
    if (facts.isDirectory()) return await recogniseFolder(path);
    requireReadable(path, facts);
    if ((await firstBytes(path)) !== ZIP) throw unsupported(`${path} is no file that PyTorch saved.`);
    return { kind: 'pytorch', file: await readWhole(path) };
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
  const [head = new Uint8Array(0), data = new Uint8Array(0)] = await Promise.all(paths.map(readLimited));
  return { kind: 'tensorflow', index: head, data };
}

async function readLimited(path: string): Promise<Uint8Array> {
  requireReadable(path, await stat(fsPath(path)));
  return readWhole(path);
}

/** @throws AppError network-unsupported for what is no ordinary file, empty or too large */
function requireReadable(path: string, facts: Stats): void {
  if (!facts.isFile()) throw unsupported(`${path} is no ordinary file.`);
  if (facts.size === 0) throw unsupported(`${path} is empty.`);
  if (facts.size > LARGEST_FILE) throw unsupported(`${path} is larger than ${LARGEST_FILE} bytes.`);
}

/** The first four, in hex. */
async function firstBytes(path: string): Promise<string> {
  const handle = await open(fsPath(path), 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await handle.close();
  }
}

function unsupported(reason: string): AppError {
  return new AppError('network-unsupported', reason);
}
