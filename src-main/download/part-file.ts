import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fromFileSystemError } from '../contract/app-error.ts';
import { fsPath } from '../files/fs-path.ts';
import { sha256OfHandle } from '../files/hash.ts';
import { makeFolder } from '../files/make-folder.ts';
import { writeAll } from '../files/write-all.ts';

/** A file that is known before it is fetched. */
export interface PinnedFile {
  readonly address: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

/** Where a file grows; named after its hash, so that another version never continues it. */
function partPath(folder: string, { sha256 }: PinnedFile): string {
  return join(folder, `${sha256}.part`);
}

/** How many bytes of a file an earlier download left. */
export async function keptBytes(folder: string, file: PinnedFile): Promise<number> {
  const found = await stat(fsPath(partPath(folder, file))).catch(() => null);
  return found?.size ?? 0;
}

/** Deletes what was fetched of a file. @throws AppError as the file system */
export async function forgetPart(folder: string, file: PinnedFile): Promise<void> {
  await rm(fsPath(partPath(folder, file)), { force: true }).catch((error: unknown) => {
    throw fromFileSystemError(error, 'file-read-only');
  });
}

/** What was fetched of a file so far, open for more. */
export class PartFile {
  readonly path: string;
  readonly #file: PinnedFile;
  readonly #handle: FileHandle;
  #length: number;

  private constructor(path: string, file: PinnedFile, handle: FileHandle, length: number) {
    this.path = path;
    this.#file = file;
    this.#handle = handle;
    this.#length = length;
  }

  /** Opens what an earlier download left, or a new file. @throws AppError folder-not-made, and as the file system */
  static async open(folder: string, file: PinnedFile): Promise<PartFile> {
    makeFolder(folder);
    const path = partPath(folder, file);
    try {
      const handle = await open(fsPath(path), constants.O_RDWR | constants.O_CREAT, 0o600);
      const { size } = await handle.stat();
      return new PartFile(path, file, handle, size);
    } catch (error) {
      throw fromFileSystemError(error, 'file-read-only');
    }
  }

  get length(): number {
    return this.#length;
  }

  /** @throws AppError disk-full, and as the file system */
  async append(piece: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#handle, piece, this.#length);
    } catch (error) {
      throw fromFileSystemError(error, 'file-read-only');
    }
    this.#length += piece.length;
  }

  /** Begins anew. @throws AppError as the file system */
  async empty(): Promise<void> {
    if (this.#length === 0) return;
    await this.#handle.truncate(0).catch((error: unknown) => {
      throw fromFileSystemError(error, 'file-read-only');
    });
    this.#length = 0;
  }

  /** Whether the bytes on the disk are the pinned ones, wherever they came from. @throws what the file system says */
  async isRight(): Promise<boolean> {
    return this.#length === this.#file.bytes && (await sha256OfHandle(this.#handle)) === this.#file.sha256;
  }

  /** Keeps what was fetched; an empty file is deleted. */
  async close(): Promise<void> {
    await this.#handle.close();
    if (this.#length === 0) await rm(fsPath(this.path), { force: true });
  }
}
