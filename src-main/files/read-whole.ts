import { open } from 'node:fs/promises';
import { fsPath } from './fs-path.ts';

const PIECE_BYTES = 1 << 16;

/**
 * All bytes of a file, read until there are none left: Node's own readFile takes a read that gave fewer bytes than were
 * asked for to be the last. @throws what the file system says
 */
export async function readWhole(path: string): Promise<Buffer> {
  const handle = await open(fsPath(path), 'r');
  try {
    const pieces: Buffer[] = [];
    for (let position = 0; ;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, position);
      if (bytesRead === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, bytesRead));
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
