import type { ByteSource } from './formats/segments.ts';
import { asciiOf } from './formats/segments.ts';

/** Containers whose genre can be written. */
export type TagFormat = 'mp3' | 'flac' | 'ogg' | 'mp4' | 'wav' | 'aiff' | 'wma';

const ASF_HEADER = '3026b2758e66cf11a6d900aa0062ce6c';

/** The container by its first bytes; names are not looked at. Null for what cannot be tagged. */
export async function detectFormat(source: ByteSource): Promise<TagFormat | null> {
  const start = await source.read(0, 64);
  const id3Length = id3v2Length(start);
  const head = id3Length > 0 ? await source.read(id3Length, 64) : start;
  if (asciiOf(head, 0, 4) === 'fLaC') return 'flac';
  if (asciiOf(start, 0, 4) === 'OggS') return 'ogg';
  if (asciiOf(start, 4, 4) === 'ftyp') return 'mp4';
  if (asciiOf(start, 0, 4) === 'RIFF' && asciiOf(start, 8, 4) === 'WAVE') return 'wav';
  if (asciiOf(start, 0, 4) === 'FORM' && /^AIF[FC]$/.test(asciiOf(start, 8, 4))) return 'aiff';
  if (Buffer.from(start.subarray(0, 16)).toString('hex') === ASF_HEADER) return 'wma';
  return (await startsWithMpegAudio(source, id3Length)) ? 'mp3' : null;
}

/** Length of an ID3v2 tag at the start of `bytes`, header and footer included; 0 if there is none. */
export function id3v2Length(bytes: Uint8Array): number {
  if (bytes.length < 10 || asciiOf(bytes, 0, 3) !== 'ID3') return 0;
  const sizeBytes = bytes.subarray(6, 10);
  if (sizeBytes.some((byte) => byte > 127)) return 0;
  const size = sizeBytes.reduce((sum, byte) => sum * 128 + byte, 0);
  const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0;
  return 10 + size + (hasFooter ? 10 : 0);
}

const SEARCH_BYTES = 16_384;

/** Two MPEG audio frame headers, one frame apart, within the first bytes: one alone may be chance. */
async function startsWithMpegAudio(source: ByteSource, start: number): Promise<boolean> {
  const bytes = await source.read(start, SEARCH_BYTES);
  for (let offset = 0; offset + 4 <= bytes.length; offset++) {
    const length = mpegFrameLength(bytes, offset);
    if (length > 0 && offset + length + 4 <= bytes.length && mpegFrameLength(bytes, offset + length) > 0) return true;
  }
  return false;
}

const BITRATES_V1 = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
];
const BITRATES_V2 = [
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/** Samples a frame divided by eight, for MPEG-1 and for MPEG-2 and 2.5, by layer. */
const FRAME_SAMPLES = { first: [48, 144, 144], second: [48, 144, 72] } as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** Length in bytes of the MPEG audio frame whose header is at `offset` (ISO 11172-3, 13818-3); 0 if it is none. */
function mpegFrameLength(bytes: Uint8Array, offset: number): number {
  const [a = 0, b = 0, c = 0] = bytes.subarray(offset, offset + 3);
  const version = (b >> 3) & 3;
  const layer = 3 - ((b >> 1) & 3);
  const sampleRate = SAMPLE_RATES[(c >> 2) & 3];
  if (a !== 0xff || (b & 0xe0) !== 0xe0 || version === 1 || layer === 3 || sampleRate === undefined) return 0;
  const first = version === 3;
  const kilobits = (first ? BITRATES_V1 : BITRATES_V2)[layer]?.[c >> 4] ?? 0;
  if (kilobits === 0) return 0;
  const slotBytes = layer === 0 ? 4 : 1;
  const rateDivisor = first ? 1 : 4 - version;
  const samples = FRAME_SAMPLES[first ? 'first' : 'second'][layer] ?? 0;
  const slots = Math.floor((samples * 1000 * kilobits * rateDivisor) / sampleRate / slotBytes);
  return (slots + ((c >> 1) & 1)) * slotBytes;
}
