import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { fsPath } from './fs-path.ts';

const PIECE_BYTES = 1 << 20;

/** SHA-256 of an open file's bytes, in hex. @throws what the file system says */
export async function sha256OfHandle(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** SHA-256 of a file's bytes, in hex. @throws what the file system says */
export async function sha256OfFile(path: string): Promise<string> {
  const handle = await open(fsPath(path), 'r');
  try {
    return await sha256OfHandle(handle);
  } finally {
    await handle.close();
  }
}
