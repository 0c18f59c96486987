import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, joinBytes, viewOf } from './bytes.ts';
import { createTag, readId3v2, editId3v2 } from './id3v2.ts';
import type { Piece } from './pieces.ts';
import { fresh, keep, totalLength } from './pieces.ts';
import type { Field, GenreWriting, TagEdit, TagEditor, TagGenres, TagReading } from './tag-format.ts';
import { needsTag } from './tag-format.ts';

/** Identifier and size in 64 bits, big-endian; the form's kind follows its header. */
const CHUNK_HEADER = 12;
const FORM_HEADER = 16;
const MOST_CHUNKS = 10_000;
const LARGEST_TAG = 256 << 20;

/** DFF (Philips' DSDIFF 1.5): the genre is in an ID3v2 tag in a chunk of its own, which is added at the end if there is none. */
export const dffEditor: TagEditor = { read, readGenres: async (source) => (await read(source)).tags, edit };

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly content: number;
  readonly length: number;
  /** Where the next one begins: chunks fill up to an even length. */
  readonly end: number;
}

interface Layout {
  readonly chunks: readonly Chunk[];
  readonly end: number;
}

const isTag = ({ id }: Chunk): boolean => id === 'ID3 ';

async function readLayout(source: ByteSource): Promise<Layout> {
  const header = await source.read(0, FORM_HEADER);
  if (header.length < FORM_HEADER || asciiOf(header, 0, 4) !== 'FRM8' || asciiOf(header, 12, 4) !== 'DSD ')
    throw damaged();
  const end = CHUNK_HEADER + sizeIn(header);
  if (end > source.size) throw damaged();
  const chunks: Chunk[] = [];
  for (let start = FORM_HEADER; start < end; start = chunks.at(-1)?.end ?? end) {
    const chunk = await readChunk(source, start, end);
    if (chunks.push(chunk) > MOST_CHUNKS) throw damaged();
  }
  return { chunks, end };
}

async function readChunk(source: ByteSource, start: number, formEnd: number): Promise<Chunk> {
  const header = await source.read(start, CHUNK_HEADER);
  if (header.length < CHUNK_HEADER) throw damaged();
  const [content, length] = [start + CHUNK_HEADER, sizeIn(header)];
  if (content + length > formEnd) throw damaged();
  return { id: asciiOf(header, 0, 4), start, content, length, end: Math.min(content + length + (length % 2), formEnd) };
}

function sizeIn(header: Uint8Array): number {
  return Number(viewOf(header).getBigUint64(4));
}

async function read(source: ByteSource): Promise<TagReading> {
  const { chunks, end } = await readLayout(source);
  const tags: TagGenres[] = [];
  const fields: Field[] = [];
  for (const chunk of chunks) {
    if (isTag(chunk)) {
      const reading = readId3v2(await contentOf(source, chunk));
      tags.push(reading.genres);
      fields.push(...reading.fields);
    } else fields.push({ name: `chunk/${chunk.id}`, start: chunk.content, end: chunk.content + chunk.length });
  }
  if (end < source.size) fields.push({ name: 'behind', start: end, end: source.size });
  return { tags, fields };
}

async function edit(source: ByteSource, genres: readonly string[], writing: GenreWriting): Promise<TagEdit> {
  const { chunks, end } = await readLayout(source);
  const inner: Piece[] = [];
  for (const chunk of chunks) {
    if (!isTag(chunk)) inner.push(keep(chunk.start, chunk.end));
    else inner.push(tagChunk(editId3v2(await contentOf(source, chunk), genres, writing)));
  }
  if (!chunks.some(isTag) && needsTag(genres, writing)) {
    if (totalLength(inner) % 2 === 1) inner.push(fresh(new Uint8Array(1)));
    inner.push(tagChunk(createTag(genres, [], writing)));
  }
  const form = (await source.read(0, FORM_HEADER)).slice();
  viewOf(form).setBigUint64(4, BigInt(totalLength(inner) + FORM_HEADER - CHUNK_HEADER));
  const behind = end < source.size ? [keep(end, source.size)] : [];
  return { pieces: [fresh(form), ...inner, ...behind], added: [], notes: [] };
}

async function contentOf(source: ByteSource, { content, length }: Chunk): Promise<Uint8Array> {
  if (length > LARGEST_TAG) throw new AppError('tags-unsupported', 'The file’s tags are larger than 256 MB.');
  return source.read(content, length);
}

function tagChunk(tag: Uint8Array): Piece {
  const header = new Uint8Array(CHUNK_HEADER);
  header.set(asciiBytes('ID3 '));
  viewOf(header).setBigUint64(4, BigInt(tag.length));
  return fresh(joinBytes([header, tag, new Uint8Array(tag.length % 2)]));
}

function damaged(): AppError {
  return new AppError(
    'tags-unsupported',
    'The DFF file’s chunks do not lead to its end: it is damaged or was cut off.',
  );
}
