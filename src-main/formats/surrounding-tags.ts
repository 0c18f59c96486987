import { AppError } from '../contract/app-error.ts';
import { APE_FOOTER_BYTES, apeTagLength, editApe, isApeHeader, readApe, tellsOfHeader } from './apev2.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiOf } from './bytes.ts';
import { editEnhanced, editId3v1, ENHANCED_BYTES, ID3V1_BYTES, isId3v1, readEnhanced, readId3v1 } from './id3v1.ts';
import { id3v2Length, id3v2LengthAt, readId3v2, editId3v2 } from './id3v2.ts';
import type { Piece } from './pieces.ts';
import { fresh, keep } from './pieces.ts';
import type { Field, GenreWriting, TagGenres } from './tag-format.ts';

/** A tag in front of the sound or behind it. */
export interface SurroundingTag {
  readonly kind: 'ID3v2' | 'APE' | 'ID3v1' | 'ID3v1 enhanced' | 'Lyrics3';
  readonly start: number;
  readonly end: number;
}

/** A file's tags around what its container holds. */
export interface Surroundings {
  /** ID3v2 tags at the start, in order; between them there may be zero bytes. */
  readonly leading: readonly SurroundingTag[];
  /** Where the container or the sound begins: behind the last leading tag. */
  readonly start: number;
  /** Where it ends: in front of the first trailing tag. */
  readonly end: number;
  /** In the file's order. */
  readonly trailing: readonly SurroundingTag[];
}

const LONGEST_ZEROS = 1 << 16;
const LONGEST_LYRICS = 5100 + 20;
const MOST_TAGS = 32;

/**
 * Finds the tags around a file's sound.
 * @throws AppError tags-unsupported for an ID3 tag in front that cannot be read: a new one would hide it
 */
export async function findSurroundings(source: ByteSource): Promise<Surroundings> {
  const leading: SurroundingTag[] = [];
  for (let tag = await leadingTag(source, 0); tag; tag = await leadingTag(source, tag.end)) {
    if (leading.length === MOST_TAGS)
      throw new AppError('tags-unsupported', 'The file has more ID3 tags than can be told apart.');
    leading.push(tag);
  }
  const start = leading.at(-1)?.end ?? 0;
  const trailing: SurroundingTag[] = [];
  for (
    let tag = await trailingTag(source, start, source.size);
    tag && trailing.length < MOST_TAGS;
    tag = await trailingTag(source, start, tag.start)
  ) {
    trailing.unshift(tag);
  }
  return { leading, start, end: trailing[0]?.start ?? source.size, trailing };
}

/** The ID3v2 tag at `position`, or behind zero bytes there, which some programs leave. */
async function leadingTag(source: ByteSource, position: number): Promise<SurroundingTag | null> {
  const [first] = await source.read(position, 1);
  const zeros = first === 0 ? await countZeros(source, position) : 0;
  const start = position + zeros;
  if (asciiOf(await source.read(start, 3), 0, 3) !== 'ID3') return null;
  const length = await id3v2LengthAt(source, start);
  if (length === 0 || start + length > source.size)
    throw new AppError('tags-unsupported', 'The ID3 tag at the beginning is damaged, or the file was cut off.');
  return { kind: 'ID3v2', start, end: start + length };
}

async function countZeros(source: ByteSource, position: number): Promise<number> {
  const zeros = (await source.read(position, LONGEST_ZEROS)).findIndex((byte) => byte !== 0);
  return Math.max(0, zeros);
}

/** The tag that ends at `end`. */
async function trailingTag(source: ByteSource, start: number, end: number): Promise<SurroundingTag | null> {
  const last = await source.read(Math.max(start, end - ID3V1_BYTES), Math.min(ID3V1_BYTES, end - start));
  const found = (kind: SurroundingTag['kind'], length: number): SurroundingTag | null =>
    length > 0 && end - length >= start ? { kind, start: end - length, end } : null;
  if (end === source.size && isId3v1(last)) return found('ID3v1', ID3V1_BYTES);
  return (
    found('APE', await apeLengthBefore(source, start, end)) ??
    found('Lyrics3', lyricsLength(last) || (await oldLyricsLength(source, start, end))) ??
    found('ID3v1 enhanced', await enhancedLength(source, start, end)) ??
    found('ID3v2', appendedLength(last))
  );
}

/** Length of the APE tag that ends at `end`, with a header that its footer does not tell of; 0 if there is none. */
async function apeLengthBefore(source: ByteSource, start: number, end: number): Promise<number> {
  const at = (position: number): Promise<Uint8Array> =>
    source.read(Math.max(start, position), Math.min(APE_FOOTER_BYTES, end - start));
  const footer = await at(end - APE_FOOTER_BYTES);
  const length = apeTagLength(footer);
  const isUntold =
    length > 0 &&
    !tellsOfHeader(footer) &&
    end - length - APE_FOOTER_BYTES >= start &&
    isApeHeader(await at(end - length - APE_FOOTER_BYTES));
  return length + (isUntold ? APE_FOOTER_BYTES : 0);
}

/**
 * Length of a Lyrics3 tag (https://id3.org/Lyrics3), which has no size and at most 5100 bytes of text; 0 if there is
 * none.
 */
async function oldLyricsLength(source: ByteSource, start: number, end: number): Promise<number> {
  const from = Math.max(start, end - LONGEST_LYRICS);
  const text = asciiOf(await source.read(from, end - from), 0, end - from);
  const begin = text.endsWith('LYRICSEND') ? text.lastIndexOf('LYRICSBEGIN') : -1;
  return begin < 0 ? 0 : text.length - begin;
}

/** Length of the longer texts in front of ID3v1 (“TAG+”); 0 if there are none. */
async function enhancedLength(source: ByteSource, start: number, end: number): Promise<number> {
  const mark = await source.read(Math.max(start, end - ENHANCED_BYTES), 4);
  return end < source.size && asciiOf(mark, 0, 4) === 'TAG+' ? ENHANCED_BYTES : 0;
}

/**
 * Length of a Lyrics3v2 tag (https://id3.org/Lyrics3v2), whose size stands in front of its last nine bytes; 0 if it is
 * none.
 */
function lyricsLength(last: Uint8Array): number {
  const text = asciiOf(last, Math.max(0, last.length - 15), 15);
  return /^\d{6}LYRICS200$/.test(text) ? Number(text.slice(0, 6)) + 15 : 0;
}

/** Length of an ID3v2.4 tag behind the sound, known by its footer; 0 if there is none. */
function appendedLength(last: Uint8Array): number {
  const footer = last.slice(-10);
  if (asciiOf(footer, 0, 3) !== '3DI') return 0;
  footer.set([0x49, 0x44, 0x33]);
  return id3v2Length(footer);
}

const READERS = { ID3v2: readId3v2, APE: readApe, ID3v1: readId3v1 } as const;

/** What a tag says; Lyrics3 has no genre and is one field. @throws AppError tags-unsupported where it is damaged */
export async function readSurrounding(
  source: ByteSource,
  tag: SurroundingTag,
): Promise<{ genres: TagGenres | null; fields: Field[] }> {
  if (tag.kind === 'Lyrics3') return { genres: null, fields: [{ name: 'Lyrics3', start: tag.start, end: tag.end }] };
  if (tag.kind === 'ID3v1 enhanced')
    return { genres: null, fields: readEnhanced(await source.read(tag.start, ENHANCED_BYTES)) };
  return READERS[tag.kind](await source.read(tag.start, tag.end - tag.start));
}

/** The tag with other genres and further fields. @throws AppError tags-unsupported where it is damaged */
export async function editSurrounding(
  source: ByteSource,
  tag: SurroundingTag,
  genres: readonly string[],
  writing: GenreWriting,
): Promise<Piece> {
  if (tag.kind === 'Lyrics3') return keep(tag.start, tag.end);
  const bytes = await source.read(tag.start, tag.end - tag.start);
  if (tag.kind === 'ID3v2') return fresh(editId3v2(bytes, genres, writing));
  if (tag.kind === 'APE') return fresh(editApe(bytes, genres, writing));
  // The others have no room for further fields.
  if (writing.keepsGenres) return fresh(bytes);
  return fresh(tag.kind === 'ID3v1 enhanced' ? editEnhanced(bytes) : editId3v1(bytes, genres));
}

/**
 * Everything around a container: `inner` gives what lies between the tags.
 * @returns the file's pieces, with the zero bytes between leading tags as they are
 */
export async function editAround(
  source: ByteSource,
  surroundings: Surroundings,
  genres: readonly string[],
  writing: GenreWriting,
  inner: readonly Piece[],
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let position = 0;
  for (const tag of surroundings.leading) {
    pieces.push(keep(position, tag.start), await editSurrounding(source, tag, genres, writing));
    position = tag.end;
  }
  pieces.push(...inner);
  for (const tag of surroundings.trailing) pieces.push(await editSurrounding(source, tag, genres, writing));
  return pieces;
}

/** What all tags around a container say, in the file's order. @throws AppError tags-unsupported where one is damaged */
export async function readAround(
  source: ByteSource,
  { leading, trailing }: Surroundings,
): Promise<{ tags: TagGenres[]; front: Field[]; back: Field[] }> {
  const read = async (list: readonly SurroundingTag[]) => {
    const readings = [];
    for (const tag of list) readings.push(await readSurrounding(source, tag));
    return readings;
  };
  const [front, back] = [await read(leading), await read(trailing)];
  const gaps = leading.flatMap(({ start }, index): Field[] => {
    const from = leading[index - 1]?.end ?? 0;
    return from < start ? [{ name: 'zeros', start: from, end: start }] : [];
  });
  return {
    tags: [...front, ...back].flatMap(({ genres }) => (genres ? [genres] : [])),
    front: [...gaps, ...front.flatMap(({ fields }) => fields)],
    back: back.flatMap(({ fields }) => fields),
  };
}
