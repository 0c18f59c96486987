import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, digestOf, joinBytes } from './bytes.ts';
import { encodeComment, id3FieldHolder } from './id3-field-frames.ts';
import type { Id3Frame, Id3Tag } from './id3-frames.ts';
import { encodeFrame, encodeSynchsafe, frameOf, isGenreFrame, parseTag } from './id3-frames.ts';
import { genresOfText, genreTexts } from './id3-genre-text.ts';
import { decodeText } from './id3-text.ts';
import type { Field, GenreWriting, TagGenres } from './tag-format.ts';
import { PLAIN_WRITING } from './tag-format.ts';
import { editTexts, fieldTexts } from './tag-texts.ts';

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
  const held = id3FieldHolder(tag.version).held(tag.frames);
  const fields = [...tag.frames, ...tag.hiddenFrames].map((frame, index) => ({ frame, holds: held[index]?.field }));
  const others = fields.filter(({ frame }) => !isGenreFrame(frame));
  const remains = tag.remains.length > 0 ? [{ name: 'ID3v2/remains', digest: digestOf(tag.remains) }] : [];
  return {
    genres: { tag: `ID3v2.${tag.version}`, genres: [...new Set(genres)], texts: fieldTexts(held) },
    fields: [
      ...others.map(({ frame: { id, stored }, holds }) => ({
        name: `ID3v2/${id}`,
        digest: digestOf(stored),
        ...(holds && { holds }),
      })),
      ...remains,
    ],
  };
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
 * A tag with other genres and further fields: every other frame keeps its bytes and its place, the version stays, and so
 * does the length while there is padding (https://id3.org/id3v2.3.0, https://id3.org/id3v2.4.0-structure).
 * @param bytes the whole tag, header included
 * @throws AppError tags-unsupported where the tag is damaged
 */
export function editId3v2(
  bytes: Uint8Array,
  genres: readonly string[],
  writing: GenreWriting = PLAIN_WRITING,
): Uint8Array {
  const tag = parseTag(bytes);
  const withGenres = writing.keepsGenres ? tag.frames : replaceGenreFrames(tag, genres, writing);
  const frames = editTexts(withGenres, id3FieldHolder(tag.version), writing.texts);
  const body = joinBytes([...frames.map(({ stored }) => stored), ...hiddenOf(tag, writing)]);
  const encoded = tag.isUnsynchronised ? addUnsynchronisation(body) : body;
  if (tag.hasFooter)
    return joinBytes([headerOf(tag, encoded.length, 'ID3'), encoded, headerOf(tag, encoded.length, '3DI')]);
  const room = bytes.length - HEADER;
  const size = encoded.length <= room ? room : encoded.length + PADDING_BYTES;
  return joinBytes([headerOf(tag, size, 'ID3'), encoded, new Uint8Array(size - encoded.length)]);
}

function replaceGenreFrames(
  { version, frames }: Id3Tag,
  genres: readonly string[],
  { separator }: GenreWriting,
): readonly Id3Frame[] {
  const id = version === 2 ? 'TCO' : 'TCON';
  const texts = genreTexts(genres, version, separator);
  const genreFrames = texts.map((text) => frameOf(version, encodeFrame(version, id, text)));
  const first = frames.findIndex(isGenreFrame);
  const place = first < 0 ? frames.length : first;
  return frames.filter((frame) => !isGenreFrame(frame)).toSpliced(place, 0, ...genreFrames);
}

/** What lies behind the frames and is not padding, less genres that are replaced. */
function hiddenOf({ hiddenFrames, remains }: Id3Tag, { keepsGenres = false }: GenreWriting): Uint8Array[] {
  return [
    ...hiddenFrames
      .filter((frame) => keepsGenres || !isGenreFrame(frame))
      .flatMap(({ gapBefore, stored }) => [gapBefore, stored]),
    remains,
  ];
}

/** A new ID3v2.4 tag. */
export function createTag(
  genres: readonly string[],
  frames: readonly TextFrame[],
  writing: GenreWriting = PLAIN_WRITING,
): Uint8Array {
  const texts = genreTexts(genres, 4, writing.separator).map((text) => ({ id: 'TCON', text }));
  const body = joinBytes(
    [...frames, ...texts].map(({ id, text }) => (id === 'COMM' ? encodeComment(4, text) : encodeFrame(4, id, text))),
  );
  const header = { version: 4, revision: 0, keptFlags: 0, hasFooter: false } as const;
  const tag = joinBytes([headerOf(header, body.length + PADDING_BYTES, 'ID3'), body, new Uint8Array(PADDING_BYTES)]);
  return writing.texts ? editId3v2(tag, genres, { ...writing, keepsGenres: true }) : tag;
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
