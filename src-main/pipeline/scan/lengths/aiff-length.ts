import type { FileWindow } from '../../../files/file-window.ts';
import type { ChunkFormat } from './chunks.ts';
import { chunksOf } from './chunks.ts';
import type { SoundLength } from './sound-length.ts';

const IFF: ChunkFormat = { headerBytes: 8, alignment: 2, sizeIn: (header) => header.readUInt32BE(4) };
const FORM_HEADER_BYTES = 12;
const BLOCK_HEADER_BYTES = 8;
const COMMON_BYTES = 18;

/**
 * The length of an AIFF file that was written to a pipe: no frames are told, the sound reaches to the end.
 * @returns null for all others
 */
export async function aiffLength(file: FileWindow, start: number): Promise<SoundLength | null> {
  let common: Buffer | null = null;
  for await (const chunk of chunksOf(file, start + FORM_HEADER_BYTES, IFF)) {
    if (chunk.id === 'COMM') common = await file.read(chunk.start, COMMON_BYTES);
    if (chunk.id !== 'SSND' || common?.length !== COMMON_BYTES) continue;
    const [channels, frames, bits] = [common.readUInt16BE(0), common.readUInt32BE(2), common.readUInt16BE(6)];
    const left = file.size - chunk.start - BLOCK_HEADER_BYTES;
    const block = channels * Math.ceil(bits / 8);
    const sampleRate = extendedFloat(common.subarray(8));
    if (block === 0 || !(sampleRate > 0) || (frames > 0 && frames * block <= left)) return null;
    return { durationSeconds: Math.floor(left / block) / sampleRate, sampleRate, channels };
  }
  return null;
}

/** A positive IEEE 754 number of 80 bits. */
function extendedFloat(bytes: Buffer): number {
  return Number(bytes.readBigUInt64BE(2)) * 2 ** ((bytes.readUInt16BE(0) & 0x7fff) - 16_383 - 63);
}
