import type { FileWindow } from '../../../files/file-window.ts';

const MOST_TAGS = 100;
const HEADER_BYTES = 10;
const HAS_FOOTER = 0x10;

/** Where the sound begins behind ID3v2 tags, of which there may be several (ID3v2.4, 3.1: sizes have 7 bits a byte). */
export async function leadingTagsEnd(file: FileWindow): Promise<number> {
  let position = 0;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const head = await file.read(position, HEADER_BYTES);
    if (head.length < HEADER_BYTES || head.toString('latin1', 0, 3) !== 'ID3') break;
    const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + (head.readUInt8(index) & 0x7f), 0);
    position += HEADER_BYTES + size + (head.readUInt8(5) & HAS_FOOTER ? HEADER_BYTES : 0);
  }
  return position;
}

const ID3V1_BYTES = 128;
const APE_FOOTER_BYTES = 32;

/** Where the sound ends before an ID3v1 and an APE tag. */
export async function trailingTagsStart(file: FileWindow): Promise<number> {
  let end = file.size;
  if ((await file.read(Math.max(0, end - ID3V1_BYTES), 3)).toString('latin1') === 'TAG') end -= ID3V1_BYTES;
  const footer = await file.read(Math.max(0, end - APE_FOOTER_BYTES), APE_FOOTER_BYTES);
  if (footer.length < APE_FOOTER_BYTES || footer.toString('latin1', 0, 8) !== 'APETAGEX') return end;
  const hasHeader = footer.readUInt32LE(20) >>> 31 === 1;
  return Math.max(0, end - footer.readUInt32LE(12) - (hasHeader ? APE_FOOTER_BYTES : 0));
}
