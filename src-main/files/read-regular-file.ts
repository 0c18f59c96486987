import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { fsPath } from './fs-path.ts';

/** What a file may be. */
export interface FileBounds {
  readonly mostBytes: number;
  /** The code of what is no regular file, or is larger. */
  readonly invalid: ErrorCode;
}

/** A pipe that nobody writes to would be waited for. Windows has no such flag, and no such files. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * All bytes of a file that a user or a model named: of a regular file alone, since a pipe or a device may never end, and
 * of so many bytes at most, however the file grows meanwhile.
 * @throws AppError of the code `invalid`; what else the file system says
 */
export async function readRegularFile(path: string, bounds: FileBounds): Promise<Buffer> {
  const file = await open(fsPath(path), FLAGS);
  try {
    const facts = await file.stat();
    const kind = facts.isDirectory() ? 'is a folder' : 'is a device or a pipe';
    if (!facts.isFile()) throw new AppError(bounds.invalid, `${path} ${kind}, no ordinary file`);
    const bytes = facts.size > bounds.mostBytes ? null : await readUpTo(file, facts.size, bounds.mostBytes);
    if (!bytes) throw new AppError(bounds.invalid, `${path} is larger than ${bounds.mostBytes} bytes`);
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * Reads until there is nothing left: Node's own readFile takes a read that gave fewer bytes than were asked for to be
 * the last. @param size that the file is said to have @returns null where there are more than `mostBytes`
 */
async function readUpTo(file: FileHandle, size: number, mostBytes: number): Promise<Buffer | null> {
  // One more than there should be, so that the end shows.
  let bytes = Buffer.allocUnsafe(size + 1);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(bytes, position, bytes.length - position, position);
    if (bytesRead === 0) return bytes.subarray(0, position);
    position += bytesRead;
    if (position > mostBytes) return null;
    if (position === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * position, mostBytes) + 1);
  }
}
