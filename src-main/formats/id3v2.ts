import type { GenreSeparator } from '../contract/values.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, digestOf, joinBytes } from './bytes.ts';
import type { Id3Frame, Id3Tag } from './id3-frames.ts';
import { encodeFrame, encodeSynchsafe, isGenreFrame, parseTag } from './id3-frames.ts';
import { genresOfText, genreTexts } from './id3-genre-text.ts';
import { decodeText } from './id3-text.ts';
import type { Field, TagGenres } from './tag-format.ts';

/** Room left for later edits when a tag has to grow. */
const PADDING_BYTES = 2048;
const HEADER = 10;
const FLAG_FOOTER = 0x10;

/** A text frame to put into a new tag. */
export interface TextFrame {
  readonly id: string;
  readonly text: string;
}

/**
 * What a tag says.
 * @param bytes the whole tag, header included
 * @throws AppError tags-unsupported where it is damaged
 */
export function readId3v2(bytes: Uint8Array): { readonly genres: TagGenres; readonly fields: Field[] } {
  const tag = parseTag(bytes);
  const genres = tag.frames.filter(isGenreFrame).flatMap(({ content }) => genresOfText(decodeText(content)));
  const others = [...tag.frames, ...tag.hiddenFrames].filter((frame) => !isGenreFrame(frame));
  const fields = others.map(({ id, stored }) => ({ name: `ID3v2/${id}`, digest: digestOf(stored) }));
  const remains = tag.remains.length > 0 ? [{ name: 'ID3v2/remains', digest: digestOf(tag.remains) }] : [];
  return { genres: { tag: `ID3v2.${tag.version}`, genres: [...new Set(genres)] }, fields: [...fields, ...remains] };
}

/** Of what is stored, in bytes. */
const LONGEST_TEXT_FRAME = 1 << 16;
/** Of all frames of genres together. */
const LONGEST_GENRES = 1 << 14;
const MOST_FRAMES = 5_000;

/**
 * Whether a tag has no more frames and no longer texts than programs write. Others keep readers that compare every
 * genre with every other one busy for minutes.
 * @param bytes the whole tag, header included
 * @throws AppError tags-unsupported where it is damaged
 */
export function isModestTag(bytes: Uint8Array): boolean {
  const tag = parseTag(bytes);
  const frames = [...tag.frames, ...tag.hiddenFrames];
  const genreBytes = frames.filter(isGenreFrame).reduce((sum, { stored }) => sum + stored.length, 0);
  const isLong = ({ id, stored }: Id3Frame): boolean => id.startsWith('T') && stored.length > LONGEST_TEXT_FRAME;
  return frames.length <= MOST_FRAMES && genreBytes <= LONGEST_GENRES && !frames.some(isLong);
}

/**
 * A tag with other genres: every other frame keeps its bytes and its place, the version stays, and so does the length
 * while there is padding (https://id3.org/id3v2.3.0, https://id3.org/id3v2.4.0-structure).
 * @param bytes the whole tag, header included
 * @throws AppError tags-unsupported where the tag is damaged
 */
export function replaceGenres(
  bytes: Uint8Array,
  genres: readonly string[],
  separator: GenreSeparator = 'standard',
): Uint8Array {
  const tag = parseTag(bytes);
  const id = tag.version === 2 ? 'TCO' : 'TCON';
  const genreFrames = genreTexts(genres, tag.version, separator).map((text) => encodeFrame(tag.version, id, text));
  const first = tag.frames.findIndex(isGenreFrame);
  const place = (first < 0 ? tag.frames : tag.frames.slice(0, first)).filter((frame) => !isGenreFrame(frame)).length;
  const others = tag.frames.filter((frame) => !isGenreFrame(frame)).map(({ stored }) => stored);
  const body = joinBytes([...others.toSpliced(place, 0, ...genreFrames), ...hiddenOf(tag)]);
  const encoded = tag.isUnsynchronised ? addUnsynchronisation(body) : body;
  if (tag.hasFooter)
    return joinBytes([headerOf(tag, encoded.length, 'ID3'), encoded, headerOf(tag, encoded.length, '3DI')]);
  const room = bytes.length - HEADER;
  const size = encoded.length <= room ? room : encoded.length + PADDING_BYTES;
  return joinBytes([headerOf(tag, size, 'ID3'), encoded, new Uint8Array(size - encoded.length)]);
}

/** What lies behind the frames and is not padding, less genres. */
function hiddenOf({ hiddenFrames, remains }: Id3Tag): Uint8Array[] {
  return [
    ...hiddenFrames.filter((frame) => !isGenreFrame(frame)).flatMap(({ gapBefore, stored }) => [gapBefore, stored]),
    remains,
  ];
}

/** A new ID3v2.4 tag. */
export function createTag(
  genres: readonly string[],
  frames: readonly TextFrame[],
  separator: GenreSeparator = 'standard',
): Uint8Array {
  const texts = genreTexts(genres, 4, separator).map((text) => ({ id: 'TCON', text }));
  const body = joinBytes([...frames, ...texts].map(({ id, text }) => encodeFrame(4, id, text)));
  const header = { version: 4, revision: 0, keptFlags: 0, hasFooter: false } as const;
  return joinBytes([headerOf(header, body.length + PADDING_BYTES, 'ID3'), body, new Uint8Array(PADDING_BYTES)]);
}

/** A footer repeats the header at the end; such a tag has no padding (id3v2.4.0-structure, section 3.4). */
function headerOf(
  tag: Pick<Id3Tag, 'version' | 'revision' | 'keptFlags' | 'hasFooter'>,
  size: number,
  mark: 'ID3' | '3DI',
): Uint8Array {
  const flags = tag.keptFlags | (tag.hasFooter ? FLAG_FOOTER : 0);
  return joinBytes([asciiBytes(mark), Uint8Array.of(tag.version, tag.revision, flags, ...encodeSynchsafe(size))]);
}

function addUnsynchronisation(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length * 2);
  let length = 0;
  bytes.forEach((byte, index) => {
    result[length++] = byte;
    const next = bytes[index + 1];
    if (byte === 0xff && (next === undefined || next === 0 || next >= 0xe0)) result[length++] = 0;
  });
  return result.slice(0, length);
}

/** Length of an ID3v2 tag at the start of `bytes`, header and footer included; 0 if there is none. */
export function id3v2Length(bytes: Uint8Array): number {
  if (bytes.length < HEADER || asciiOf(bytes, 0, 3) !== 'ID3' || bytes[3] === 255 || bytes[4] === 255) return 0;
  const sizeBytes = bytes.subarray(6, HEADER);
  if (sizeBytes.some((byte) => byte > 127)) return 0;
  const size = sizeBytes.reduce((sum, byte) => sum * 128 + byte, 0);
  return HEADER + size + (((bytes[5] ?? 0) & FLAG_FOOTER) === 0 ? 0 : HEADER);
}

/**
 * Length of an ID3v2 tag in a file; 0 if there is none. A footer counts only where it stands, for a flag alone may be
 * wrong.
 */
export async function id3v2LengthAt(source: ByteSource, position: number): Promise<number> {
  const header = await source.read(position, HEADER);
  const length = id3v2Length(header);
  if (length === 0 || ((header[5] ?? 0) & FLAG_FOOTER) === 0) return length;
  const footer = await source.read(position + length - HEADER, 3);
  return asciiOf(footer, 0, 3) === '3DI' ? length : length - HEADER;
}
