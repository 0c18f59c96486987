import { createHash } from 'node:crypto';
import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptFile } from '../files/drop-oldest.ts';
import { dropOldest } from '../files/drop-oldest.ts';
import { fsPath } from '../files/fs-path.ts';
import { makeFolder } from '../files/make-folder.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import { pictureSize } from '../pipeline/scan/picture-size.ts';

/** In bytes; the page makes covers of 20 kB. */
export const LARGEST_KEPT_COVER = 256 << 10;
/** Of each side. */
const MOST_PIXELS = 512;
const LIMIT_BYTES = 100e6;
/** Where there is too much, a part more goes, so that the folder is not measured for every cover. */
const SHARE_THAT_STAYS = 0.9;
const KEY = /^[0-9a-f]{32}$/;
const CHECKSUM_BYTES = 32;
/** A file takes at least so much of most disks, however small it is. */
const BLOCK_BYTES = 4096;

/**
 * Covers of albums in small on the disk, by their keys (see coverKey): each file is a checksum and the picture, or a
 * checksum alone where it is known that there is none.
 */
export class KeptCovers {
  readonly #folder: string;
  readonly #limit: number;
  /** Bytes that may come before the folder is measured again. */
  #room = 0;

  /** @param limitBytes of all covers together */
  constructor(folder: string, limitBytes = LIMIT_BYTES) {
    this.#folder = folder;
    this.#limit = limitBytes;
  }

  /** The picture as it was kept, empty where it was kept that there is none; null where nothing is, or it is damaged. */
  async find(key: string): Promise<Uint8Array | null> {
    const file = this.#fileOf(key);
    const bounds = { mostBytes: CHECKSUM_BYTES + LARGEST_KEPT_COVER, invalid: 'file-not-audio' } as const;
    const bytes = await readRegularFile(file, bounds).catch(() => null);
    if (!bytes) return null;
    const picture = bytes.subarray(CHECKSUM_BYTES);
    if (!checksum(picture).equals(bytes.subarray(0, CHECKSUM_BYTES))) return null;
    // What was looked at last goes last.
    await utimes(fsPath(file), new Date(), new Date()).catch(() => undefined);
    return picture;
  }

  /** Keeps a small picture; anything else is passed over. Failing to keep it is no failure. */
  async keep(key: string, picture: Uint8Array): Promise<void> {
    if (isSmall(picture)) await this.#write(key, picture);
  }

  /** Keeps that there is no cover. Failing to keep it is no failure. */
  async keepNone(key: string): Promise<void> {
    await this.#write(key, new Uint8Array());
  }

  async #write(key: string, picture: Uint8Array): Promise<void> {
    if (!KEY.test(key)) return;
    try {
      makeFolder(this.#folder);
      await writeFileAtomic(this.#fileOf(key), [checksum(picture), picture]);
      this.#room -= onDisk(CHECKSUM_BYTES + picture.length);
      if (this.#room < 0) await this.#makeRoom();
    } catch {
      // The disk may be full; the cover is read from the music again.
    }
  }

  #fileOf(key: string): string {
    return join(this.#folder, `${key}.cover`);
  }

  async #makeRoom(): Promise<void> {
    const kept: KeptFile[] = [];
    for (const name of await readdir(fsPath(this.#folder))) {
      const file = join(this.#folder, name);
      const facts = await stat(fsPath(file)).catch(() => null);
      if (facts?.isFile()) kept.push({ file, size: onDisk(facts.size), time: facts.mtimeMs });
    }
    const total = kept.reduce((sum, { size }) => sum + size, 0);
    const stays = total > this.#limit ? await dropOldest(kept, SHARE_THAT_STAYS * this.#limit) : total;
    this.#room = this.#limit - stays;
  }
}

function isSmall(picture: Uint8Array): boolean {
  const size = picture.length <= LARGEST_KEPT_COVER ? pictureSize(picture) : null;
  return size !== null && Math.max(size.width, size.height) <= MOST_PIXELS;
}

function onDisk(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
