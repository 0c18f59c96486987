import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { fsPath } from './fs-path.ts';

/** Read at once: headers that lie near one another cost one reading. */
const PIECE_BYTES = 65_536;
/** Read at once where the last reading was far away: what leads across a long file mostly wants a header. */
const FAR_BYTES = 4_096;

/** A file of any size in a small window of memory. */
export class FileWindow {
  readonly size: number;
  readonly #handle: FileHandle;
  #piece: Uint8Array = new Uint8Array(0);
  #start = 0;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** Opens a file for the time of `use`. @throws what the file system says */
  static async with<Result>(path: string, use: (file: FileWindow) => Promise<Result>): Promise<Result> {
    const handle = await open(fsPath(path), 'r');
    try {
      return await use(new FileWindow(handle, (await handle.stat()).size));
    } finally {
      await handle.close();
    }
  }

  /** Bytes from `position` on; fewer where the file ends. */
  async read(position: number, length: number): Promise<Buffer> {
    if (position >= this.size) return Buffer.alloc(0);
    const end = Math.min(this.size, position + length);
    if (position < this.#start || end > this.#start + this.#piece.length) {
      const ahead = this.#isNear(position) ? PIECE_BYTES : FAR_BYTES;
      this.#piece = await this.#fill(position, Math.max(0, Math.min(this.size - position, Math.max(length, ahead))));
      this.#start = position;
    }
    return Buffer.from(
      this.#piece.buffer,
      this.#piece.byteOffset + position - this.#start,
      Math.max(0, Math.min(end - position, this.#start + this.#piece.length - position)),
    );
  }

  #isNear(position: number): boolean {
    return position >= this.#start && position <= this.#start + this.#piece.length + PIECE_BYTES;
  }

  /** One reading may give less than there is. */
  async #fill(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(buffer, filled, length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }
}
