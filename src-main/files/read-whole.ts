import { open } from 'node:fs/promises';
import { fsPath } from './fs-path.ts';

const PIECE_BYTES = 1 << 16;

/** All bytes of a file. @throws what the file system says */
export async function readWhole(path: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readPieces(path)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/**
 * The bytes of a file in pieces of at most 64 KB, read until there are none left: Node's own readFile takes a read that gave
 * fewer bytes than were asked for to be the last. Between two of them others have their turn.
 * @throws what the file system says
 */
export async function* readPieces(path: string): AsyncGenerator<Buffer> {
  const handle = await open(fsPath(path), 'r');
  try {
    for (let position = 0; ;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
