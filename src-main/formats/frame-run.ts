import type { ByteSource } from './byte-source.ts';

const SEARCH_BYTES = 1 << 18;
const FRAMES_IN_A_ROW = 4;
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

/** A frame header: how long its frame is, and what all frames of one stream have in common. */
interface FrameHeader {
  readonly length: number;
  readonly kind: string;
}

/** The header of an MPEG audio frame (ISO 11172-3, 13818-3) at `offset`; null if there is none. */
function mpegHeader(bytes: Uint8Array, offset: number): FrameHeader | null {
  const [a = 0, b = 0, c = 0] = bytes.subarray(offset, offset + 3);
  const version = (b >> 3) & 3;
  const layer = 3 - ((b >> 1) & 3);
  const sampleRate = SAMPLE_RATES[(c >> 2) & 3];
  if (a !== 0xff || (b & 0xe0) !== 0xe0 || version === 1 || layer === 3 || sampleRate === undefined) return null;
  const first = version === 3;
  const kilobits = (first ? BITRATES_V1 : BITRATES_V2)[layer]?.[c >> 4] ?? 0;
  if (kilobits === 0) return null;
  const slotBytes = layer === 0 ? 4 : 1;
  const rateDivisor = first ? 1 : 4 - version;
  const samples = FRAME_SAMPLES[first ? 'first' : 'second'][layer] ?? 0;
  const slots = Math.floor((samples * 1000 * kilobits * rateDivisor) / sampleRate / slotBytes);
  return { length: (slots + ((c >> 1) & 1)) * slotBytes, kind: `${version} ${layer} ${sampleRate}` };
}

/** The header of an ADTS frame (ISO 13818-7, section 6.2) at `offset`; null if there is none. */
function adtsHeader(bytes: Uint8Array, offset: number): FrameHeader | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes.subarray(offset, offset + 6);
  if (a !== 0xff || (b & 0xf6) !== 0xf0 || ((c >> 2) & 15) > 12) return null;
  const length = ((d & 3) << 11) | (e << 3) | (f >> 5);
  return length < 7 ? null : { length, kind: `${b} ${c & 0xfd} ${d & 0xc0}` };
}

const HEADERS = { mp3: mpegHeader, aac: adtsHeader } as const;

/** Sound that is nothing but frames. */
export type FrameFormat = keyof typeof HEADERS;

/**
 * What kind of frames the sound between `start` and `end` is made of; null if of none. Headers must agree and lead from
 * one to the next, four times, or from the very start to the end: fewer may be chance.
 * @param isTagged whether an ID3v2 tag stands in front: a header right behind it is none by chance
 */
export async function findFrameRun(
  source: ByteSource,
  start: number,
  end: number,
  isTagged: boolean,
): Promise<FrameFormat | null> {
  const bytes = await source.read(start, Math.min(SEARCH_BYTES, end - start));
  const isWhole = start + bytes.length >= end;
  for (let offset = 0; offset + 4 <= bytes.length; offset++) {
    if (bytes[offset] !== 0xff) continue;
    for (const format of ['aac', 'mp3'] as const) {
      const headerAt = HEADERS[format];
      if (isRun(bytes, offset, headerAt, isWhole) || (isTagged && offset === 0 && headerAt(bytes, 0))) return format;
    }
  }
  return null;
}

function isRun(
  bytes: Uint8Array,
  start: number,
  headerAt: (bytes: Uint8Array, offset: number) => FrameHeader | null,
  isWhole: boolean,
): boolean {
  const first = headerAt(bytes, start);
  let header = first;
  let offset = start;
  let frames = 0;
  for (; header && header.kind === first?.kind && frames < FRAMES_IN_A_ROW; frames++) {
    offset += header.length;
    header = headerAt(bytes, offset);
  }
  const isAll = start === 0 && isWhole && frames >= 2 && offset >= bytes.length - 4;
  return frames === FRAMES_IN_A_ROW || isAll;
}
