import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';

/**
 * Writes all bytes at a position: the system may take fewer than it is given, and does where the disk is nearly full.
 * @throws AppError disk-failure where it takes none without saying why; what the file system says
 */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new AppError('disk-failure', 'The disk took no more bytes and gave no reason.');
    done += bytesWritten;
  }
}
