import { AppError } from '../../contract/app-error.ts';
import { asciiOf, joinBytes } from './segments.ts';

/** Room left for later edits when a tag has to grow. */
const PADDING_BYTES = 2048;
const COMMENT_LANGUAGE = Uint8Array.from([0x65, 0x6e, 0x67, 0]);
const FLAG_UNSYNCHRONISED = 0x80;
const FLAG_EXTENDED = 0x40;

/** A text frame to put into a new tag. */
export interface TextFrame {
  readonly id: string;
  readonly text: string;
}

interface Layout {
  readonly idLength: 3 | 4;
  readonly headerLength: 6 | 10;
  readonly genreId: 'TCO' | 'TCON';
}

const LAYOUT_2: Layout = { idLength: 3, headerLength: 6, genreId: 'TCO' };
const LAYOUT_3: Layout = { idLength: 4, headerLength: 10, genreId: 'TCON' };

/**
 * A tag with other genres: every other frame keeps its bytes and its place, the version stays, and so does the
 * length while there is padding (https://id3.org/id3v2.3.0, https://id3.org/id3v2.4.0-structure).
 * @param tag the whole tag, header included
 * @throws AppError tags-unsupported where the tag is damaged
 */
export function replaceGenres(tag: Uint8Array, genres: readonly string[]): Uint8Array {
  const version = tag[3] ?? 0;
  if (version < 2 || version > 4) throw new AppError('tags-unsupported', `ID3v2.${version} is not known.`);
  const layout = version === 2 ? LAYOUT_2 : LAYOUT_3;
  const flags = tag[5] ?? 0;
  if (version === 2 && (flags & FLAG_EXTENDED) !== 0) throw new AppError('tags-unsupported', 'The ID3v2.2 tag is compressed.');
  const wholeBody = tag.subarray(10, 10 + decodeSynchsafe(tag, 6));
  // In 2.4 it is the frames that are unsynchronised, and they are copied as they are.
  const unsynchronised = (flags & FLAG_UNSYNCHRONISED) !== 0 && version < 4;
  const body = unsynchronised ? removeUnsynchronisation(wholeBody) : wholeBody;
  const frames = splitFrames(body.subarray(extendedHeaderLength(body, version, flags)), version, layout);
  const genreFrame = genres.length > 0 ? [encodeFrame(layout.genreId, version, genreText(genres, version))] : [];
  const place = frames.findIndex((frame) => asciiOf(frame, 0, layout.idLength) === layout.genreId);
  const others = frames.filter((frame) => asciiOf(frame, 0, layout.idLength) !== layout.genreId);
  const edited = joinBytes(others.toSpliced(place < 0 ? others.length : place, 0, ...genreFrame));
  const encoded = unsynchronised ? addUnsynchronisation(edited) : edited;
  const room = tag.length - 10;
  const size = encoded.length <= room ? room : encoded.length + PADDING_BYTES;
  // An extended header only repeats a checksum and the padding's size, a footer the header: both would be wrong now.
  return finishTag(version, flags & FLAG_UNSYNCHRONISED, encoded, size);
}

/** A new ID3v2.4 tag. */
export function createTag(genres: readonly string[], frames: readonly TextFrame[]): Uint8Array {
  const encoded = frames.map(({ id, text }) => encodeFrame(id, 4, text));
  const body = joinBytes([...encoded, encodeFrame('TCON', 4, genres.join('\0'))]);
  return finishTag(4, 0, body, body.length + PADDING_BYTES);
}

/** 2.4 separates values by zero bytes; before, there was one value, and players show a list with semicolons best. */
function genreText(genres: readonly string[], version: number): string {
  return genres.join(version === 4 ? '\0' : '; ');
}

function finishTag(version: number, flags: number, body: Uint8Array, size: number): Uint8Array {
  const tag = new Uint8Array(10 + size);
  tag.set([0x49, 0x44, 0x33, version, 0, flags, ...encodeSynchsafe(size)]);
  tag.set(body, 10);
  return tag;
}

function extendedHeaderLength(body: Uint8Array, version: number, flags: number): number {
  if ((flags & FLAG_EXTENDED) === 0) return 0;
  return version === 4 ? decodeSynchsafe(body, 0) : 4 + new DataView(body.buffer, body.byteOffset).getUint32(0);
}

function splitFrames(body: Uint8Array, version: number, layout: Layout): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let offset = 0;
  while (offset + layout.headerLength <= body.length && body[offset] !== 0) {
    const length = layout.headerLength + frameSize(body, offset, version, layout);
    if (!isFrameId(body, offset, layout) || offset + length > body.length) throw damaged();
    frames.push(body.subarray(offset, offset + length));
    offset += length;
  }
  if (body.subarray(offset).some((byte) => byte !== 0)) throw damaged();
  return frames;
}

function damaged(): AppError {
  return new AppError('tags-unsupported', 'The ID3 tag is damaged; rewriting it could lose something.');
}

function isFrameId(body: Uint8Array, offset: number, layout: Layout): boolean {
  return /^[A-Z][A-Z0-9]+$/.test(asciiOf(body, offset, layout.idLength));
}

function frameSize(body: Uint8Array, offset: number, version: number, layout: Layout): number {
  if (version === 2) return ((body[offset + 3] ?? 0) << 16) | ((body[offset + 4] ?? 0) << 8) | (body[offset + 5] ?? 0);
  const plain = new DataView(body.buffer, body.byteOffset).getUint32(offset + 4);
  if (version === 3 || plain < 128) return plain;
  const synchsafe = decodeSynchsafe(body, offset + 4);
  // Some old programs wrote 2.4 with 2.3's plain sizes: believe what leads to the next frame.
  const leadsOn = (size: number) => {
    const next = offset + layout.headerLength + size;
    return next === body.length || body[next] === 0 || (next < body.length && isFrameId(body, next, layout));
  };
  const looksPlain = body.subarray(offset + 4, offset + 8).some((byte) => byte > 127) || !leadsOn(synchsafe);
  return looksPlain && leadsOn(plain) ? plain : synchsafe;
}

function encodeFrame(id: string, version: number, text: string): Uint8Array {
  const encoded = encodeText(text, version);
  // A comment also has a language and a description, which here is empty.
  const content = id === 'COMM' ? joinBytes([encoded.subarray(0, 1), COMMENT_LANGUAGE, encoded.subarray(1)]) : encoded;
  const size = content.length;
  const plain = [(size >> 24) & 255, (size >> 16) & 255, (size >> 8) & 255, size & 255];
  const header = version === 2 ? plain.slice(1) : [...(version === 4 ? encodeSynchsafe(size) : plain), 0, 0];
  return joinBytes([new TextEncoder().encode(id), Uint8Array.from(header), content]);
}

/** Latin-1 where it is enough; else UTF-8 in 2.4 and UTF-16 before it, which had no UTF-8. */
function encodeText(text: string, version: number): Uint8Array {
  if ([...text].every((character) => (character.codePointAt(0) ?? 0) < 256)) return Uint8Array.from([0, ...Buffer.from(text, 'latin1')]);
  if (version === 4) return Uint8Array.from([3, ...new TextEncoder().encode(text)]);
  return Uint8Array.from([1, 0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
}

function decodeSynchsafe(bytes: Uint8Array, offset: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + ((bytes[offset + index] ?? 0) & 127), 0);
}

function encodeSynchsafe(size: number): number[] {
  if (size >= 2 ** 28) throw new AppError('tags-unsupported', 'The ID3 tag would be too large.');
  return [(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];
}

function removeUnsynchronisation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => !(byte === 0 && bytes[index - 1] === 0xff));
}

function addUnsynchronisation(bytes: Uint8Array): Uint8Array {
  const result: number[] = [];
  bytes.forEach((byte, index) => {
    result.push(byte);
    const next = bytes[index + 1];
    if (byte === 0xff && (next === undefined || next === 0 || next >= 0xe0)) result.push(0);
  });
  return Uint8Array.from(result);
}
