import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiOf, digestOf, viewOf } from './bytes.ts';
import type { Chunk, ChunkLayout } from './chunk-list.ts';
import { CHUNK_HEADER, chunkHeader, encodeChunk, FORM_HEADER, readChunks, UNKNOWN_SIZE } from './chunk-list.ts';
import type { TextFrame } from './id3v2.ts';
import { createTag, readId3v2, editId3v2 } from './id3v2.ts';
import { editInfo, frameOfEntry, framesOfInfo, isInfoList, readInfo } from './info-list.ts';
import type { Piece } from './pieces.ts';
import { fresh, keep, totalLength } from './pieces.ts';
import { editSurrounding, findSurroundings, readSurrounding } from './surrounding-tags.ts';
import type { TagNote } from '../contract/values.ts';
import type { Field, GenreWriting, TagEdit, TagEditor, TagGenres, TagReading } from './tag-format.ts';
import { needsTag } from './tag-format.ts';

/** INFO lists and ID3 tags larger than this are not read. */
const LARGEST_TAG = 256 << 20;

/**
 * WAV (RIFF, RF64, BW64) and AIFF: the genre goes into the ID3 chunk, which is added at the end if there is none and
 * then repeats what INFO or AIFF's text chunks say, and into an INFO list that holds tags. Sizes that were not known
 * are made true.
 */
export const chunkEditor: TagEditor = { read, readGenres: async (source) => (await read(source)).tags, edit };

const isId3 = ({ id }: Chunk): boolean => id.toUpperCase() === 'ID3 ';

async function contentOf(source: ByteSource, { content, length }: Chunk): Promise<Uint8Array> {
  if (length > LARGEST_TAG) throw new AppError('tags-unsupported', 'The file’s tags are larger than 256 MB.');
  return source.read(content, length);
}

async function isInfo(source: ByteSource, chunk: Chunk): Promise<boolean> {
  return chunk.id === 'LIST' && isInfoList(await source.read(chunk.content, 4));
}

async function read(source: ByteSource): Promise<TagReading> {
  const layout = await readChunks(source);
  const tags: TagGenres[] = [];
  const fields: Field[] = [];
  for (const chunk of layout.chunks) {
    if (isId3(chunk)) {
      const reading = readId3v2(await contentOf(source, chunk));
      tags.unshift(reading.genres);
      fields.push(...reading.fields);
    } else if (await isInfo(source, chunk)) {
      const reading = readInfo(await contentOf(source, chunk));
      if (reading.genres) tags.push({ tag: 'INFO', genres: reading.genres });
      fields.push(...reading.fields);
    } else fields.push(await fieldOf(source, chunk));
  }
  const behind = await readBehind(source, layout);
  return { tags: [...tags, ...behind.tags], fields: [...fields, ...behind.fields] };
}

/** RF64's table of sizes begins with the form's, which an edit changes. */
async function fieldOf(source: ByteSource, { id, content, length }: Chunk): Promise<Field> {
  if (id !== 'ds64') return { name: `chunk/${id}`, start: content, end: content + length };
  return { name: 'chunk/ds64', digest: digestOf((await source.read(content, length)).subarray(8)) };
}

/** Some programs put an ID3v1 or APE tag behind the form. */
async function tagsBehind(source: ByteSource, { end }: ChunkLayout) {
  const { trailing } = await findSurroundings(source);
  return trailing.filter(({ start }) => start >= end);
}

async function readBehind(source: ByteSource, layout: ChunkLayout): Promise<{ tags: TagGenres[]; fields: Field[] }> {
  const behind = await tagsBehind(source, layout);
  const start = behind[0]?.start ?? source.size;
  const tags: TagGenres[] = [];
  const fields: Field[] = start > layout.end ? [{ name: 'behind', start: layout.end, end: start }] : [];
  for (const tag of behind) {
    const reading = await readSurrounding(source, tag);
    if (reading.genres) tags.push(reading.genres);
    fields.push(...reading.fields);
  }
  return { tags, fields };
}

async function edit(source: ByteSource, genres: readonly string[], writing: GenreWriting): Promise<TagEdit> {
  const layout = await readChunks(source);
  const chunks: Piece[] = [];
  let last: Piece[] = [];
  for (const chunk of layout.chunks) chunks.push(...(last = await editChunk(source, chunk, layout, genres, writing)));
  const { added, notes, pieces } = await newTag(source, layout, genres, writing);
  const filling = pieces.length > 0 && totalLength(last) % 2 === 1 ? [fresh(new Uint8Array(1))] : [];
  const inner = [...chunks, ...filling, ...pieces];
  const behind: Piece[] = [];
  let position = layout.end;
  for (const tag of await tagsBehind(source, layout)) {
    behind.push(keep(position, tag.start), await editSurrounding(source, tag, genres, writing));
    position = tag.end;
  }
  const whole = await withSizes(source, layout, inner);
  return { pieces: [...whole, ...behind, keep(position, source.size)], added, notes };
}

async function editChunk(
  source: ByteSource,
  chunk: Chunk,
  { dialect }: ChunkLayout,
  genres: readonly string[],
  writing: GenreWriting,
): Promise<Piece[]> {
  if (isId3(chunk))
    return [fresh(encodeChunk(chunk.id, editId3v2(await contentOf(source, chunk), genres, writing), dialect))];
  if (await isInfo(source, chunk)) {
    const list = await contentOf(source, chunk);
    const edited = writing.keepsGenres ? list : editInfo(list, genres);
    if (edited !== list) return [fresh(encodeChunk(chunk.id, edited, dialect))];
  }
  if (chunk.isSizeTrue) return [keep(chunk.start, chunk.end)];
  if (chunk.length >= UNKNOWN_SIZE) throw tooLarge();
  return [fresh(chunkHeader(chunk.id, chunk.length, dialect.littleEndian)), keep(chunk.content, chunk.end)];
}

interface NewTag {
  readonly pieces: readonly Piece[];
  readonly added: readonly string[];
  readonly notes: readonly TagNote[];
}

async function newTag(
  source: ByteSource,
  { chunks, dialect }: ChunkLayout,
  genres: readonly string[],
  writing: GenreWriting,
): Promise<NewTag> {
  if (chunks.some(isId3) || !needsTag(genres, writing)) return { pieces: [], added: [], notes: [] };
  const found: (TextFrame | 'unknown-alphabet')[] = [];
  for (const chunk of chunks) {
    if (await isInfo(source, chunk)) found.push(...framesOfInfo(await contentOf(source, chunk)));
    else if (!dialect.littleEndian && chunk.length < 1 << 16)
      found.push(...[frameOfEntry(chunk.id, await contentOf(source, chunk))].flatMap((one) => one ?? []));
  }
  const texts = found.filter((one) => one !== 'unknown-alphabet');
  const frames = texts.filter(({ id }, index) => id === 'COMM' || texts.findIndex((one) => one.id === id) === index);
  return {
    pieces: [fresh(encodeChunk(dialect.tagId, createTag(genres, frames, writing), dialect))],
    added: frames.map(({ id }) => `ID3v2/${id}`),
    notes: found.includes('unknown-alphabet') ? ['text-not-copied'] : [],
  };
}

/** The form's header, and RF64's first chunk, with the size that the pieces have. */
async function withSizes(
  source: ByteSource,
  { dialect, is64Bit, chunks }: ChunkLayout,
  inner: readonly Piece[],
): Promise<Piece[]> {
  const size = totalLength(inner) + FORM_HEADER - CHUNK_HEADER;
  const form = (await source.read(0, FORM_HEADER)).slice();
  if (!is64Bit) {
    if (size >= UNKNOWN_SIZE) throw tooLarge();
    viewOf(form).setUint32(4, size, dialect.littleEndian);
    return [fresh(form), ...inner];
  }
  const [first] = chunks;
  const table = await source.read(first?.start ?? 0, CHUNK_HEADER + 8);
  if (asciiOf(table, 0, 4) !== 'ds64' || inner[0]?.kind !== 'keep')
    throw new AppError('tags-unsupported', 'The RF64 file’s table of sizes is not where it must be.');
  const edited = table.slice();
  viewOf(edited).setBigUint64(CHUNK_HEADER, BigInt(size), true);
  return [fresh(form), fresh(edited), keep(inner[0].start + edited.length, inner[0].end), ...inner.slice(1)];
}

function tooLarge(): AppError {
  return new AppError('tags-unsupported', 'The file would be larger than the 4 GB that its format allows.');
}
