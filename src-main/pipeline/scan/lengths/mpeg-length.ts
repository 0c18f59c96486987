import type { FileWindow } from '../../../files/file-window.ts';
import type { FirstMpegFrame } from './first-mpeg-frame.ts';
import { firstMpegFrame, hasXingFields } from './first-mpeg-frame.ts';
import { walkFrames } from './frame-walk.ts';
import { trailingTagsStart } from './leading-tags.ts';
import type { MpegFrame } from './mpeg-frame.ts';
import { mpegFrame } from './mpeg-frame.ts';
import type { SoundLength } from './sound-length.ts';

/** What an information frame (Xing, Info) tells, where it was not changed since the encoder wrote it. */
interface Information {
  readonly frames: number;
  readonly bytes: number;
}

const HAS_FRAMES_AND_BYTES = 3;
/** Encoders count their own frame or not, and some a last one that is cut off. */
const TOLERATED_BYTES = 4_096;
const TOLERATED_SHARE = 0.005;

/**
 * The length of MPEG audio (MP3, MP2) by counting its frames. A file whose information frame is whole, and counts as
 * many bytes as there are, is believed and not counted; all others may have been cut, joined or changed since, or never
 * knew.
 * @returns null where it is no MPEG audio
 */
export async function mpegLength(file: FileWindow, start: number): Promise<SoundLength | 'believed' | null> {
  const first = await firstMpegFrame(file, start);
  if (!first) return null;
  const { frame, bytes, word } = first;
  const isInformation =
    hasXingFields(first) || [word, bytes.toString('latin1', VBRI_OFFSET, VBRI_OFFSET + 4)].includes('VBRI');
  const information = informationIn(first);
  const soundBytes = (await trailingTagsStart(file)) - first.position;
  if (information && isPlausible(information, frame, soundBytes)) return 'believed';
  return walkFrames(file, first.position + (isInformation ? frame.bytes : 0), mpegFrame);
}

const VBRI_OFFSET = 36;

/** Xing's fields and LAME's checksum over all before it, as LAME and FFmpeg write them. */
function informationIn(first: FirstMpegFrame): Information | null {
  const { bytes, tag } = first;
  const checksum = tag + 154;
  if (!hasXingFields(first) || bytes.length < checksum + 2) return null;
  if ((bytes.readUInt32BE(tag + 4) & HAS_FRAMES_AND_BYTES) !== HAS_FRAMES_AND_BYTES) return null;
  if (bytes.readUInt16BE(checksum) !== crc16(bytes.subarray(0, checksum))) return null;
  return { frames: bytes.readUInt32BE(tag + 8), bytes: bytes.readUInt32BE(tag + 12) };
}

function isPlausible({ frames, bytes }: Information, frame: MpegFrame, soundBytes: number): boolean {
  if (frames === 0 || Math.abs(bytes - soundBytes) > TOLERATED_BYTES + TOLERATED_SHARE * soundBytes) return false;
  const kilobits = (bytes / frames / frame.samples) * frame.sampleRate * 0.008;
  return kilobits >= LOWEST_KILOBITS && kilobits <= HIGHEST_KILOBITS;
}

const LOWEST_KILOBITS = 7;
const HIGHEST_KILOBITS = 450;

/** CRC-16/ARC: polynomial x¹⁶ + x¹⁵ + x² + 1, lowest bit first. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xa001 : 0);
  }
  return crc;
}
