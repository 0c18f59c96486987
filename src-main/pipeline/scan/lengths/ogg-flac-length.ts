import type { FileWindow } from '../../../files/file-window.ts';
import type { SoundLength } from './sound-length.ts';
import { streamInfoIn } from './flac-length.ts';

const PAGE_HEADER_BYTES = 27;
/**
 * The signature, versions and number of packets, the native signature and a block's header (the Ogg mapping of FLAC).
 */
const MAPPING_BYTES = 17;
const STREAM_INFO_BYTES = 34;
/** Two of the largest pages. */
const TAIL_BYTES = 131_072;

/** The length of FLAC in Ogg: the last page of the stream tells it in samples. @returns null for other codecs in Ogg */
export async function oggFlacLength(file: FileWindow, start: number): Promise<SoundLength | null> {
  const head = await file.read(start, PAGE_HEADER_BYTES + 255 + MAPPING_BYTES + STREAM_INFO_BYTES);
  if (head.length < PAGE_HEADER_BYTES) return null;
  const packet = PAGE_HEADER_BYTES + head.readUInt8(26);
  if (
    head.toString('latin1', packet, packet + 5) !== '\x7fFLAC' ||
    head.length < packet + MAPPING_BYTES + STREAM_INFO_BYTES
  )
    return null;
  const { sampleRate, channels } = streamInfoIn(head.subarray(packet + MAPPING_BYTES));
  const samples = await lastPosition(file, head.readUInt32LE(14));
  return samples !== null && sampleRate > 0 ? { durationSeconds: samples / sampleRate, sampleRate, channels } : null;
}

/** The last page's position in samples; pages on which no packet ends have none. */
async function lastPosition(file: FileWindow, serial: number): Promise<number | null> {
  const tail = await file.read(Math.max(0, file.size - TAIL_BYTES), TAIL_BYTES);
  for (let page = tail.lastIndexOf('OggS'); page >= 0; page = page === 0 ? -1 : tail.lastIndexOf('OggS', page - 1)) {
    if (page + PAGE_HEADER_BYTES > tail.length || tail.readUInt32LE(page + 14) !== serial) continue;
    const position = tail.readBigInt64LE(page + 6);
    if (position >= 0) return Number(position);
  }
  return null;
}
