import type { FileWindow } from '../../../files/file-window.ts';
import type { ChunkFormat } from './chunks.ts';
import { chunksOf } from './chunks.ts';
import type { SoundLength } from './sound-length.ts';

const CAF: ChunkFormat = { headerBytes: 12, alignment: 1, sizeIn: (header) => Number(header.readBigInt64BE(4)) };
const FILE_HEADER_BYTES = 8;
const DESCRIPTION_BYTES = 32;
const EDIT_COUNT_BYTES = 4;

/**
 * The length of a file in Apple's Core Audio Format: from the packet table, or, where packets are alike, from the size
 * of the data.
 */
export async function cafLength(file: FileWindow, start: number): Promise<SoundLength | null> {
  let description: Buffer | null = null;
  let frames: number | null = null;
  for await (const { id, start: content, size } of chunksOf(file, start + FILE_HEADER_BYTES, CAF)) {
    if (id === 'desc') description = await file.read(content, DESCRIPTION_BYTES);
    if (id === 'pakt') frames = Number((await file.read(content + 8, 8)).readBigInt64BE(0));
    if (id !== 'data') continue;
    const left = file.size - content;
    frames ??= framesOf(description, (size >= 0 && size <= left ? size : left) - EDIT_COUNT_BYTES);
    // A size of −1 means that the sound reaches to the end.
    if (size < 0) break;
  }
  const sampleRate = description?.length === DESCRIPTION_BYTES ? description.readDoubleBE(0) : 0;
  return frames !== null && frames > 0 && sampleRate > 0
    ? { durationSeconds: frames / sampleRate, sampleRate, channels: description?.readUInt32BE(24) ?? 2 }
    : null;
}

function framesOf(description: Buffer | null, bytes: number): number | null {
  if (description?.length !== DESCRIPTION_BYTES) return null;
  const [bytesPerPacket, framesPerPacket] = [description.readUInt32BE(16), description.readUInt32BE(20)];
  return bytesPerPacket > 0 ? Math.floor(bytes / bytesPerPacket) * framesPerPacket : null;
}
