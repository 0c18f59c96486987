import { createHash } from 'node:crypto';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { FileWindow } from '../../files/file-window.ts';
import type { ByteSource } from '../../formats/byte-source.ts';
import { CHECKSUM_END, SEQUENCE_OFFSET } from '../../formats/ogg-pages.ts';
import type { SoundRanges } from '../../formats/sound-ranges.ts';
import { soundRanges } from '../../formats/sound-ranges.ts';

const BLOCK_BYTES = 16 << 10;
/** More than these are not read: half a mebibyte of a file that may have hundreds. */
const MOST_BLOCKS = 32;
const CAPTURE = Buffer.from('OggS');

/**
 * SHA-256, in hex, by which the sound of a file is known again whatever its tags say: of the sound's length in bytes, and of
 * all its bytes where they are few, else of blocks of 16 KiB that are spread evenly, the first and the last among them. Who
 * encodes again changes nearly all of them; what is shorter than a 32nd of the track and keeps the length may go unseen.
 * @returns null where the format tells no place of the sound, or the file is damaged
 * @throws AppError what the file system says
 */
export async function audioDigest(path: string): Promise<string | null> {
  return FileWindow.with(path, digestOfSound).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw fromFileSystemError(error);
  });
}

/** See {@link audioDigest}. */
export async function digestOfSound(source: ByteSource): Promise<string | null> {
  const sound = await soundRanges(source);
  if (!sound) return null;
  const lengths = sound.ranges.map(({ start, end }) => end - start);
  const hash = createHash('sha256').update(lengths.join(' '));
  for (const { start, end } of blocksOf(sound)) {
    hash.update(sound.isPaged ? await unnumbered(source, start, end) : await source.read(start, end - start));
  }
  return hash.digest('hex');
}

function blocksOf({ ranges }: SoundRanges): { readonly start: number; readonly end: number }[] {
  const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const count = Math.min(MOST_BLOCKS, Math.ceil(total / BLOCK_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const from = count === 1 ? 0 : Math.round((index * (total - BLOCK_BYTES)) / (count - 1));
    return partsAt(ranges, from, Math.min(total, from + BLOCK_BYTES));
  }).flat();
}

/** Positions count from the beginning of the first range, and leave out what lies between the ranges. */
function partsAt(ranges: SoundRanges['ranges'], from: number, to: number) {
  const parts: { readonly start: number; readonly end: number }[] = [];
  let before = 0;
  for (const range of ranges) {
    const start = range.start + Math.max(0, from - before);
    const end = Math.min(range.end, range.start + to - before);
    if (end > start) parts.push({ start, end });
    before += range.end - range.start;
  }
  return parts;
}

/** Bytes of Ogg pages without the pages' numbers and checksums, also of pages that begin in front. */
async function unnumbered(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const from = Math.max(0, start - CHECKSUM_END);
  const bytes = Buffer.from(await source.read(from, end + CHECKSUM_END - from));
  for (let at = bytes.indexOf(CAPTURE); at >= 0; at = bytes.indexOf(CAPTURE, at + 1))
    bytes.subarray(at + SEQUENCE_OFFSET, at + CHECKSUM_END).fill(0);
  return bytes.subarray(start - from, end - from);
}
