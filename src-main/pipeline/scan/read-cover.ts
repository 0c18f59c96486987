import { opendir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fsPath } from '../../files/fs-path.ts';
import { readRegularFile } from '../../files/read-regular-file.ts';
import { parseTags } from './parse-tags.ts';
import { pictureSize } from './picture-size.ts';

/** In bytes. */
const LARGEST_COVER = 16 << 20;
/** Of each side; smaller ones are marks of programs that had no picture. */
const FEWEST_PIXELS = 16;
/** Decoded, it takes four bytes a pixel. */
const MOST_PIXELS = 40e6;
/** Entries of a folder that are looked at. */
const MOST_ENTRIES = 5_000;
/** What programs call the picture of a folder, the likeliest first. */
const NAMES = ['cover', 'folder', 'front', 'albumart'];
const FILE = /^(cover|folder|front|albumart)\.(jpe?g|png|webp|gif)$/i;

/**
 * The picture of an album: the first front cover in a track's tags, or else the folder's picture. It is not decoded.
 * @returns null where there is none, it is too large to be decoded or too small to be seen, or it is no JPEG, PNG, GIF or WebP
 * @throws what the system says: then there may be one
 */
export async function readCover(path: string): Promise<Uint8Array | null> {
  return (await embeddedCover(path).catch(noneInRead)) ?? (await folderCover(dirname(path)).catch(noneInRead));
}

/** What was read and makes no sense holds no cover. @throws the system's errors */
function noneInRead(error: unknown): null {
  if (error instanceof Error && 'syscall' in error) throw error;
  return null;
}

async function embeddedCover(path: string): Promise<Uint8Array | null> {
  const { common } = await parseTags(path, { duration: false, skipCovers: false });
  const pictures = (common.picture ?? []).filter(({ data }) => isCover(data));
  const front = pictures.find(({ type }) => type === 'Cover (front)') ?? pictures[0];
  // A part of the parser's memory would keep all of it.
  return front ? Uint8Array.from(front.data) : null;
}

async function folderCover(folder: string): Promise<Uint8Array | null> {
  const path = await folderPicture(folder);
  if (path === null) return null;
  const bytes = await readRegularFile(path, { mostBytes: LARGEST_COVER, invalid: 'file-not-audio' });
  return isCover(bytes) ? Uint8Array.from(bytes) : null;
}

/** The path of the file in a folder that is called as its picture; null where none is. @throws what the system says */
export async function folderPicture(folder: string): Promise<string | null> {
  const found: string[] = [];
  let entries = 0;
  for await (const { name } of await opendir(fsPath(folder))) {
    if (FILE.test(name)) found.push(name);
    if (++entries >= MOST_ENTRIES) break;
  }
  const rank = (name: string) => NAMES.findIndex((start) => name.toLowerCase().startsWith(start));
  const [best] = found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return best === undefined ? null : join(folder, best);
}

function isCover(bytes: Uint8Array): boolean {
  const size = bytes.length <= LARGEST_COVER ? pictureSize(bytes) : null;
  if (size === null || Math.min(size.width, size.height) < FEWEST_PIXELS) return false;
  return size.width * size.height <= MOST_PIXELS;
}
