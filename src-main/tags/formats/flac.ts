import { AppError } from '../../contract/app-error.ts';
import { id3v2Length } from '../detect-format.ts';
import type { TagEdit } from './mp3.ts';
import type { ByteSource, Segment } from './segments.ts';
import { asciiOf, joinBytes } from './segments.ts';

const PADDING = 1;
const VORBIS_COMMENT = 4;
const MAXIMUM_BLOCK = 2 ** 24 - 1;

interface Block {
  readonly type: number;
  /** Of the block's content in the file. */
  readonly start: number;
  readonly length: number;
}

/**
 * The file with other GENRE comments (RFC 9639, section 8); every other block keeps its bytes. Padding takes up
 * the difference where there is enough of it.
 * @throws AppError tags-unsupported where the file's structure is damaged
 */
export async function editFlac(source: ByteSource, genres: readonly string[]): Promise<TagEdit> {
  const { start, end, blocks } = await readBlocks(source);
  const old = blocks.find(({ type }) => type === VORBIS_COMMENT);
  const oldContent = old ? await source.read(old.start, old.length) : emptyComment();
  const content = replaceGenreComments(oldContent, genres);
  const growth = content.length - (old?.length ?? -4);
  const padding = blocks.find(({ type, length }) => type === PADDING && length >= growth);
  const kept = blocks.flatMap((block): { type: number; content: Segment[]; length: number }[] => {
    if (block === old) return [{ type: block.type, content: [{ kind: 'bytes', bytes: content }], length: content.length }];
    const length = block === padding ? block.length - growth : block.length;
    const bytes: Segment = block === padding ? { kind: 'bytes', bytes: new Uint8Array(length) } : { kind: 'keep', start: block.start, end: block.start + length };
    return [{ type: block.type, content: [bytes], length }];
  });
  const all = old ? kept : kept.toSpliced(1, 0, { type: VORBIS_COMMENT, content: [{ kind: 'bytes', bytes: content }], length: content.length });
  const segments = all.flatMap(({ type, content: inner, length }, index): Segment[] => [
    { kind: 'bytes', bytes: blockHeader(type, length, index === all.length - 1) },
    ...inner,
  ]);
  return { segments: [{ kind: 'keep', start: 0, end: start }, ...segments, { kind: 'keep', start: end, end: source.size }], addedFields: [] };
}

async function readBlocks(source: ByteSource): Promise<{ start: number; end: number; blocks: Block[] }> {
  const start = id3v2Length(await source.read(0, 10)) + 4;
  const blocks: Block[] = [];
  for (let offset = start; ; ) {
    const [flags = 0, ...size] = await source.read(offset, 4);
    const length = size.reduce((sum, byte) => sum * 256 + byte, 0);
    if (size.length < 3 || offset + 4 + length > source.size || (flags & 127) === 127) {
      throw new AppError('tags-unsupported', 'The FLAC file’s blocks are damaged.');
    }
    blocks.push({ type: flags & 127, start: offset + 4, length });
    offset += 4 + length;
    if ((flags & 128) !== 0) return { start, end: offset, blocks };
  }
}

function blockHeader(type: number, length: number, last: boolean): Uint8Array {
  if (length > MAXIMUM_BLOCK) throw new AppError('tags-unsupported', 'The FLAC file’s tags would be too large.');
  return Uint8Array.of(type | (last ? 128 : 0), length >> 16, (length >> 8) & 255, length & 255);
}

function emptyComment(): Uint8Array {
  const vendor = new TextEncoder().encode('Genrescope');
  return joinBytes([littleEndian(vendor.length), vendor, littleEndian(0)]);
}

/** The content of a comment block with its GENRE entries replaced, at the first one's place. */
function replaceGenreComments(content: Uint8Array, genres: readonly string[]): Uint8Array {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const readAt = (offset: number): { bytes: Uint8Array; end: number } => {
    const length = offset + 4 <= content.length ? view.getUint32(offset, true) : Infinity;
    if (offset + 4 + length > content.length) throw new AppError('tags-unsupported', 'The comments are damaged.');
    return { bytes: content.subarray(offset + 4, offset + 4 + length), end: offset + 4 + length };
  };
  const vendor = readAt(0);
  if (vendor.end + 4 > content.length) throw new AppError('tags-unsupported', 'The comments are damaged.');
  const count = view.getUint32(vendor.end, true);
  const comments: Uint8Array[] = [];
  let offset = vendor.end + 4;
  for (let index = 0; index < count; index++) {
    const { bytes, end } = readAt(offset);
    comments.push(bytes);
    offset = end;
  }
  const isGenre = (comment: Uint8Array) => asciiOf(comment, 0, 6).toUpperCase() === 'GENRE=';
  const place = comments.findIndex(isGenre);
  const others = comments.filter((comment) => !isGenre(comment));
  const fresh = genres.map((genre) => new TextEncoder().encode(`GENRE=${genre}`));
  const edited = others.toSpliced(place < 0 ? others.length : place, 0, ...fresh);
  const encoded = edited.flatMap((comment) => [littleEndian(comment.length), comment]);
  return joinBytes([littleEndian(vendor.bytes.length), vendor.bytes, littleEndian(edited.length), ...encoded, content.subarray(offset)]);
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
}
