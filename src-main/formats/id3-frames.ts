import { inflateSync } from 'node:zlib';
import { AppError } from '../contract/app-error.ts';
import { asciiBytes, asciiOf, joinBytes, viewOf } from './bytes.ts';
import { mayHoldField } from './id3-field-ids.ts';
import { encodeText } from './id3-text.ts';

/** One frame of an ID3v2 tag. */
export interface Id3Frame {
  readonly id: string;
  /** The frame as it is stored, header included. */
  readonly stored: Uint8Array;
  /** What a frame of genres or of a further field holds, decoded; empty where that cannot be, and in all others. */
  readonly content: Uint8Array;
  /** Zero bytes in front of it; none between ordinary frames. */
  readonly gapBefore: Uint8Array;
}

/** An ID3v2 tag in its parts. */
export interface Id3Tag {
  readonly version: 2 | 3 | 4;
  readonly revision: number;
  /** Flags that stay true whatever the tag holds. */
  readonly keptFlags: number;
  readonly hasFooter: boolean;
  /** Whether all frames together are unsynchronised: those of ID3v2.4 are so one by one. */
  readonly isUnsynchronised: boolean;
  readonly frames: readonly Id3Frame[];
  /** Frames behind a row of zeros, where most readers do not look. */
  readonly hiddenFrames: readonly Id3Frame[];
  /** Bytes behind the frames that are no frames, from the first to the last that is not zero. */
  readonly remains: Uint8Array;
}

const FLAG_UNSYNCHRONISED = 0x80;
const FLAG_EXTENDED = 0x40;
const FLAG_EXPERIMENTAL = 0x20;
const FLAG_FOOTER = 0x10;
const HEADER = 10;
const NONE = new Uint8Array(0);
/** Far more than any tag has; what a file tells must not fill the memory. */
const MOST_FRAMES = 20_000;
/** As many are read: a compressed frame of a few bytes holds a thousand times as many. */
const MOST_GENRE_FRAMES = 100;
const MOST_FIELD_FRAMES = 1_000;

/**
 * Parses a whole tag (https://id3.org/id3v2-00, id3v2.3.0, id3v2.4.0-structure). Where the flags promise something that
 * the bytes do not hold, the reading that leads from frame to frame is taken.
 * @throws AppError tags-unsupported where none does
 */
export function parseTag(bytes: Uint8Array): Id3Tag {
  const [version = 0, revision = 0, flags = 0] = bytes.subarray(3, 6);
  if (version !== 2 && version !== 3 && version !== 4)
    throw new AppError('tags-unsupported', `ID3v2.${version} is not known.`);
  if (version === 2 && (flags & FLAG_EXTENDED) !== 0)
    throw new AppError('tags-unsupported', 'The ID3v2.2 tag is compressed.');
  const hasFooter = checkEdges(bytes, version === 4 && (flags & FLAG_FOOTER) !== 0);
  for (const { body, isUnsynchronised } of readingsOf(bytes, version, flags)) {
    const isPerFrame = version === 4 && (flags & FLAG_UNSYNCHRONISED) !== 0 && !isUnsynchronised;
    const keptFlags = (flags & FLAG_EXPERIMENTAL) | (isUnsynchronised || isPerFrame ? FLAG_UNSYNCHRONISED : 0);
    const readings = frameStarts(body, version, flags).flatMap(
      (start) => splitFrames(body.subarray(start), version, isPerFrame) ?? [],
    );
    const found = readings.find(({ frames }) => frames.length > 0) ?? readings[0];
    if (found) return { version, revision, keptFlags, hasFooter, isUnsynchronised, ...found };
  }
  throw damaged();
}

/** @returns whether there is a footer @throws AppError tags-unsupported where something else stands around the tag */
function checkEdges(bytes: Uint8Array, mayHaveFooter: boolean): boolean {
  const behind = bytes.subarray(HEADER + decodeSynchsafe(bytes, 6));
  const hasFooter = mayHaveFooter && asciiOf(behind, 0, 3) === '3DI';
  if (asciiOf(bytes, 0, 3) !== 'ID3' || withoutTrailingZeros(behind.subarray(hasFooter ? HEADER : 0)).length > 0)
    throw damaged();
  return hasFooter;
}

function damaged(): AppError {
  return new AppError('tags-unsupported', 'The ID3 tag is damaged; rewriting it could lose something.');
}

interface BodyReading {
  readonly body: Uint8Array;
  readonly isUnsynchronised: boolean;
}

/** What the body may be, the likelier reading first: unsynchronised as a whole, or as it stands. */
function readingsOf(bytes: Uint8Array, version: number, flags: number): BodyReading[] {
  const raw = bytes.subarray(HEADER, HEADER + decodeSynchsafe(bytes, 6));
  const asIs = { body: raw, isUnsynchronised: false };
  if ((flags & FLAG_UNSYNCHRONISED) === 0) return [asIs];
  const decoded = { body: removeUnsynchronisation(raw), isUnsynchronised: true };
  return version === 4 ? [asIs, decoded] : [decoded, asIs];
}

/**
 * Where frames may begin. The length of an extended header counts itself in ID3v2.4 and does not in 2.3, which programs
 * mix up. It holds a checksum and the padding’s size, which an edit makes wrong: it is left out on writing.
 */
function frameStarts(body: Uint8Array, version: number, flags: number): number[] {
  if (version === 2 || (flags & FLAG_EXTENDED) === 0 || body.length < 6) return [0];
  const synchsafe = decodeSynchsafe(body, 0);
  const plain = viewOf(body).getUint32(0);
  const lengths = version === 4 ? [synchsafe, synchsafe + 4, plain + 4] : [plain + 4, synchsafe + 4, plain];
  return lengths.filter((length) => length >= 6 && length <= body.length);
}

type Frames = Pick<Id3Tag, 'frames' | 'hiddenFrames' | 'remains'>;

/** @returns null where the bytes are no row of frames */
function splitFrames(body: Uint8Array, version: 2 | 3 | 4, isUnsynchronised: boolean): Frames | null {
  const frames = frameRow(body, 0, version, isUnsynchronised);
  if (!frames) return null;
  const end = frames.reduce((sum, { stored }) => sum + stored.length, 0);
  const behind = withoutTrailingZeros(body.subarray(end));
  if (behind.length === 0) return { frames, hiddenFrames: [], remains: NONE };
  const hiddenFrames = splitHidden(behind, version, isUnsynchronised);
  return hiddenFrames ? { frames, hiddenFrames, remains: NONE } : { frames, hiddenFrames: [], remains: behind };
}

/** Frames from `start` on, until a zero byte or the end. @returns null where something else comes */
function frameRow(body: Uint8Array, start: number, version: 2 | 3 | 4, isUnsynchronised: boolean): Id3Frame[] | null {
  const frames: Id3Frame[] = [];
  let [genreFrames, fieldFrames] = [0, 0];
  const header = version === 2 ? 6 : HEADER;
  const padding = withoutTrailingZeros(body).length;
  // The program MP3ext fills the padding with its name.
  for (
    let offset = start;
    offset + header <= body.length && body[offset] !== 0 && asciiOf(body, offset, 6) !== 'MP3ext';
  ) {
    const length = header + frameSize(body, offset, version, padding);
    if (!isFrameId(body, offset, version) || offset + length > body.length || frames.length > MOST_FRAMES) return null;
    const stored = body.subarray(offset, offset + length);
    const id = asciiOf(stored, 0, version === 2 ? 3 : 4);
    const isRead =
      (isGenreFrame({ id }) && ++genreFrames <= MOST_GENRE_FRAMES) ||
      (mayHoldField({ id }) && ++fieldFrames <= MOST_FIELD_FRAMES);
    frames.push({ id, stored, content: isRead ? contentOf(stored, version, isUnsynchronised) : NONE, gapBefore: NONE });
    offset += length;
  }
  return frames;
}

/** @returns null where what lies behind the gap is no row of frames, with gaps or without */
function splitHidden(behind: Uint8Array, version: 2 | 3 | 4, isUnsynchronised: boolean): Id3Frame[] | null {
  const hidden: Id3Frame[] = [];
  // The last frame’s own zeros were cut with the padding: give them back.
  const filled = joinBytes([behind, new Uint8Array(64)]);
  for (let offset = 0; offset < behind.length;) {
    let start = offset;
    while (filled[start] === 0) start++;
    const [first, ...row] = frameRow(filled, start, version, isUnsynchronised) ?? [];
    if (!first || hidden.length > MOST_FRAMES) return null;
    hidden.push({ ...first, gapBefore: behind.subarray(offset, start) }, ...row);
    offset = start + [first, ...row].reduce((sum, { stored }) => sum + stored.length, 0);
  }
  return hidden;
}

function withoutTrailingZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** iTunes wrote three-letter names of ID3v2.2 into later tags, filled with a space or a zero byte. */
function isFrameId(body: Uint8Array, offset: number, version: 2 | 3 | 4): boolean {
  return version === 2
    ? /^[A-Z0-9]{3}$/.test(asciiOf(body, offset, 3))
    : /^[A-Z0-9]{3}[A-Z0-9 \0]$/.test(asciiOf(body, offset, 4));
}

/** Whether a frame holds the genre: TCON, or TCO in the places of {@link isFrameId}. */
export function isGenreFrame({ id }: Pick<Id3Frame, 'id'>): boolean {
  return id === 'TCON' || id === 'TCO' || id === 'TCO ' || id === 'TCO\0';
}

/** Some programs wrote ID3v2.4 with plain sizes, or 2.3 with those of 2.4: believe what leads to the next frame. */
function frameSize(body: Uint8Array, offset: number, version: 2 | 3 | 4, padding: number): number {
  if (version === 2) return ((body[offset + 3] ?? 0) << 16) | ((body[offset + 4] ?? 0) << 8) | (body[offset + 5] ?? 0);
  const plain = viewOf(body).getUint32(offset + 4);
  if (plain < 128) return plain;
  const canBeSynchsafe = body.subarray(offset + 4, offset + 8).every((byte) => byte < 128);
  const synchsafe = canBeSynchsafe ? [decodeSynchsafe(body, offset + 4)] : [];
  const sizes = version === 4 ? [...synchsafe, plain] : [plain, ...synchsafe];
  const nextOf = (size: number): number => offset + HEADER + size;
  // A name is the surest sign: padding takes many sizes, and a zero byte alone may be part of a picture.
  const signs: ((next: number) => boolean)[] = [
    (next) => isFrameId(body, next, version),
    (next) => next >= padding && next <= body.length,
    (next) => body[next] === 0,
  ];
  for (const isSign of signs) for (const size of sizes) if (isSign(nextOf(size))) return size;
  return sizes[0] as number;
}

/** What a frame holds, its own flags obeyed; they are of no matter to other frames, which stay as they are stored. */
function contentOf(stored: Uint8Array, version: 2 | 3 | 4, isUnsynchronised: boolean): Uint8Array {
  if (version === 2) return stored.subarray(6);
  const flags = stored[9] ?? 0;
  const has =
    version === 4
      ? {
          group: flags & 0x40,
          compression: flags & 8,
          encryption: flags & 4,
          unsynchronisation: flags & 2,
          length: flags & 1,
        }
      : {
          group: flags & 0x20,
          compression: flags & 0x80,
          encryption: flags & 0x40,
          unsynchronisation: 0,
          length: flags & 0x80,
        };
  if (has.encryption !== 0) return NONE;
  const start = HEADER + (has.group === 0 ? 0 : 1) + (has.length === 0 ? 0 : 4);
  const bytes = stored.subarray(start);
  const content = has.unsynchronisation !== 0 || isUnsynchronised ? removeUnsynchronisation(bytes) : bytes;
  return has.compression === 0 ? content : inflated(content);
}

const LARGEST_TEXT = 1 << 16;

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: LARGEST_TEXT });
  } catch {
    return NONE;
  }
}

/** A new frame. @param content a text, or bytes that are its content as they stand */
export function encodeFrame(version: number, id: string, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? encodeText(content, version) : content;
  const size = bytes.length;
  const plain = [(size >> 24) & 255, (size >> 16) & 255, (size >> 8) & 255, size & 255];
  const header = version === 2 ? plain.slice(1) : [...(version === 4 ? encodeSynchsafe(size) : plain), 0, 0];
  return joinBytes([asciiBytes(id), Uint8Array.from(header), bytes]);
}

/** A frame that was just encoded, as {@link parseTag} would give it. */
export function frameOf(version: 2 | 3 | 4, stored: Uint8Array): Id3Frame {
  const [id, header] = version === 2 ? [asciiOf(stored, 0, 3), 6] : [asciiOf(stored, 0, 4), HEADER];
  return { id, stored, content: stored.subarray(header), gapBefore: NONE };
}

/** A 28-bit number whose bytes have no highest bit. */
function decodeSynchsafe(bytes: Uint8Array, offset: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + ((bytes[offset + index] ?? 0) & 127), 0);
}

/** @throws AppError tags-unsupported where the number has more than 28 bits */
export function encodeSynchsafe(size: number): number[] {
  if (size >= 2 ** 28) throw new AppError('tags-unsupported', 'The ID3 tag would be too large.');
  return [(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];
}

/** Takes the zero bytes out that keep 0xFF from looking like the start of MPEG sound (id3v2.3.0, section 5). */
function removeUnsynchronisation(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== 0 || bytes[index - 1] !== 0xff) result[length++] = bytes[index] as number;
  }
  return result.subarray(0, length);
}
