import { AppError } from '../../contract/app-error.ts';
import { createTag, replaceGenres } from './id3v2.ts';
import type { TagEdit } from './mp3.ts';
import type { ByteSource, Segment } from './segments.ts';
import { asciiOf, joinBytes } from './segments.ts';

/** How RIFF (WAV) and IFF (AIFF) differ. */
export interface ChunkDialect {
  readonly littleEndian: boolean;
  readonly tagId: 'id3 ' | 'ID3 ';
}

/** Waveform files. */
export const WAV: ChunkDialect = { littleEndian: true, tagId: 'id3 ' };
/** Audio Interchange files. */
export const AIFF: ChunkDialect = { littleEndian: false, tagId: 'ID3 ' };

interface Chunk {
  readonly id: string;
  readonly start: number;
  readonly length: number;
}

const HEADER = 8;
const FORM_HEADER = 12;
const LARGEST_SIZE = 0xffffffff;

/**
 * The file with other genres in its ID3 chunk, which is added at the end if there is none; a genre in a WAV's
 * INFO list is replaced as well. @throws AppError tags-unsupported where the structure is damaged or too large
 */
export async function editChunks(source: ByteSource, genres: readonly string[], dialect: ChunkDialect): Promise<TagEdit> {
  const chunks = await readChunks(source, dialect);
  const isTag = ({ id }: Chunk) => id.toUpperCase() === 'ID3 ';
  const segments: Segment[] = [];
  let formSize = 4;
  const append = (id: string, content: Segment, length: number): void => {
    segments.push({ kind: 'bytes', bytes: chunkHeader(id, length, dialect) }, content);
    if (length % 2 === 1) segments.push({ kind: 'bytes', bytes: new Uint8Array(1) });
    formSize += HEADER + length + (length % 2);
  };
  for (const chunk of chunks) {
    const edited = await editChunk(source, chunk, genres, isTag(chunk));
    if (edited) append(chunk.id, { kind: 'bytes', bytes: edited }, edited.length);
    else append(chunk.id, { kind: 'keep', start: chunk.start, end: chunk.start + chunk.length }, chunk.length);
  }
  if (!chunks.some(isTag)) {
    const tag = createTag(genres, []);
    append(dialect.tagId, { kind: 'bytes', bytes: tag }, tag.length);
  }
  if (formSize > LARGEST_SIZE) throw new AppError('tags-unsupported', 'The file would be larger than its format allows.');
  const form = (await source.read(0, FORM_HEADER)).slice();
  new DataView(form.buffer).setUint32(4, formSize, dialect.littleEndian);
  return { segments: [{ kind: 'bytes', bytes: form }, ...segments], addedFields: [] };
}

/** @returns null where the chunk stays as it is */
async function editChunk(source: ByteSource, chunk: Chunk, genres: readonly string[], isTag: boolean): Promise<Uint8Array | null> {
  if (isTag) return replaceGenres(await source.read(chunk.start, chunk.length), genres);
  if (chunk.id !== 'LIST' || asciiOf(await source.read(chunk.start, 4), 0, 4) !== 'INFO') return null;
  return replaceInfoGenre(await source.read(chunk.start, chunk.length), genres);
}

async function readChunks(source: ByteSource, dialect: ChunkDialect): Promise<Chunk[]> {
  const form = await source.read(0, FORM_HEADER);
  if (form.length < FORM_HEADER) throw new AppError('tags-unsupported', 'The file is too short.');
  const declared = new DataView(form.buffer, form.byteOffset).getUint32(4, dialect.littleEndian);
  // Other sizes mean a truncated file, one written by a stream, or bytes behind the form: not ours to tidy up.
  if (declared + HEADER !== source.size && declared + HEADER + 1 !== source.size) {
    throw new AppError('tags-unsupported', 'The file’s size is not the one that its header tells.');
  }
  const chunks: Chunk[] = [];
  for (let offset = FORM_HEADER; offset + HEADER <= source.size; ) {
    const header = await source.read(offset, HEADER);
    const length = new DataView(header.buffer, header.byteOffset).getUint32(4, dialect.littleEndian);
    if (offset + HEADER + length > source.size) throw new AppError('tags-unsupported', 'The file’s chunks are damaged.');
    chunks.push({ id: asciiOf(header, 0, 4), start: offset + HEADER, length });
    offset += HEADER + length + (length % 2);
  }
  return chunks;
}

function chunkHeader(id: string, length: number, dialect: ChunkDialect): Uint8Array {
  const header = new Uint8Array(HEADER);
  header.set([...id].map((character) => character.charCodeAt(0)));
  new DataView(header.buffer).setUint32(4, length, dialect.littleEndian);
  return header;
}

/** INFO has room for one genre only. @returns null where the list holds none */
function replaceInfoGenre(list: Uint8Array, genres: readonly string[]): Uint8Array | null {
  const parts: Uint8Array[] = [list.subarray(0, 4)];
  let found = false;
  for (let offset = 4; offset + HEADER <= list.length; ) {
    const length = new DataView(list.buffer, list.byteOffset).getUint32(offset + 4, true);
    const end = Math.min(list.length, offset + HEADER + length + (length % 2));
    if (asciiOf(list, offset, 4) === 'IGNR') {
      found = true;
      const text = Uint8Array.from([...new TextEncoder().encode(genres.join('; ')), 0]);
      parts.push(chunkHeader('IGNR', text.length, WAV), text, new Uint8Array(text.length % 2));
    } else parts.push(list.subarray(offset, end));
    offset = end;
  }
  return found ? joinBytes(parts) : null;
}
