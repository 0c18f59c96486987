import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { win32 } from 'node:path';
import { AppError } from '../contract/app-error.ts';

/** Shares of other computers and devices: two slashes of either kind. */
const SHARE_OR_DEVICE = /^[\\/]{2}/;

/**
 * Finds the file that a chosen path leads to, and makes sure that it can be a program of this computer.
 * @returns its path without links
 * @throws AppError program-refused where the path is relative, a share's or a device's, or no executable file
 */
export async function programFile(path: string, platform: NodeJS.Platform = process.platform): Promise<string> {
  const isAbsolute = platform === 'win32' ? /^[a-z]:[\\/]/i.test(path) : path.startsWith('/');
  if (!isAbsolute || SHARE_OR_DEVICE.test(path)) throw new AppError('program-refused', path);
  try {
    const real = await realpath(path);
    if (SHARE_OR_DEVICE.test(real) || !(await stat(real)).isFile()) throw new AppError('program-refused', path);
    // Windows has no right to execute: the name's end says what runs by itself.
    if (platform === 'win32' && win32.extname(real).toLowerCase() !== '.exe')
      throw new AppError('program-refused', path);
    await access(real, constants.X_OK);
    return real;
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('program-refused', path, { cause });
  }
}
