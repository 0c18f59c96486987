import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, joinBytes, viewOf } from './bytes.ts';

/** How RIFF (WAV) and IFF (AIFF) differ. */
export interface ChunkDialect {
  readonly littleEndian: boolean;
  /** Name of a new chunk for an ID3 tag. */
  readonly tagId: 'id3 ' | 'ID3 ';
}

/** Waveform files. */
export const WAV: ChunkDialect = { littleEndian: true, tagId: 'id3 ' };
/** Audio Interchange files. */
const AIFF: ChunkDialect = { littleEndian: false, tagId: 'ID3 ' };

/** One chunk of a file. */
export interface Chunk {
  readonly id: string;
  /** Of the header. */
  readonly start: number;
  /** Of the content. */
  readonly content: number;
  /** Of the content. */
  readonly length: number;
  /** Where the next chunk begins. */
  readonly end: number;
  /** Whether the header’s size is the content’s; programs that cannot know it write 0 or the largest number. */
  readonly isSizeTrue: boolean;
}

/** A file's chunks. */
export interface ChunkLayout {
  readonly dialect: ChunkDialect;
  /** RF64 and BW64 tell sizes over 4 GB in their first chunk (EBU Tech 3306, ITU-R BS.2088). */
  readonly is64Bit: boolean;
  readonly chunks: readonly Chunk[];
  /** Where the form ends; bytes behind it are none of its chunks. */
  readonly end: number;
}

/** Length of a chunk's header. */
export const CHUNK_HEADER = 8;
/** Length of the form's header: its name, its size and its kind. */
export const FORM_HEADER = 12;
/** What a 32-bit size cannot tell. */
export const UNKNOWN_SIZE = 0xffffffff;
const MOST_CHUNKS = 100_000;

/** Finds the chunks of a file. @throws AppError tags-unsupported where they do not lead to the end */
export async function readChunks(source: ByteSource): Promise<ChunkLayout> {
  const form = await source.read(0, FORM_HEADER);
  const dialect = asciiOf(form, 0, 4) === 'FORM' ? AIFF : WAV;
  const is64Bit = /^(RF64|BW64)$/.test(asciiOf(form, 0, 4));
  if (form.length < FORM_HEADER) throw new AppError('tags-unsupported', 'The file is too short.');
  const sizes = is64Bit ? await readSizes64(source) : null;
  const told = viewOf(form).getUint32(4, dialect.littleEndian);
  const end = formEnd(sizes?.form ?? told, source.size);
  const chunks = await walk(source, { dialect, end, dataSize: sizes?.data ?? null });
  return { dialect, is64Bit, chunks, end: chunks.at(-1)?.end ?? FORM_HEADER };
}

/**
 * A size that could not be known when it was written means “to the end”. One that counts the header, or a filling byte
 * that was not written, does so too: whether something was cut off is for the chunks to tell.
 */
function formEnd(told: number, size: number): number {
  return told === 0 || told === UNKNOWN_SIZE ? size : Math.min(CHUNK_HEADER + told, size);
}

async function readSizes64(source: ByteSource): Promise<{ form: number; data: number }> {
  const chunk = await source.read(FORM_HEADER, CHUNK_HEADER + 16);
  if (asciiOf(chunk, 0, 4) !== 'ds64' || chunk.length < CHUNK_HEADER + 16) throw damaged();
  const view = viewOf(chunk);
  return {
    form: Number(view.getBigUint64(CHUNK_HEADER, true)),
    data: Number(view.getBigUint64(CHUNK_HEADER + 8, true)),
  };
}

interface WalkOptions {
  readonly dialect: ChunkDialect;
  readonly end: number;
  readonly dataSize: number | null;
}

async function walk(source: ByteSource, { dialect, end, dataSize }: WalkOptions): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let start = FORM_HEADER; start + CHUNK_HEADER <= end;) {
    const header = await source.read(start, CHUNK_HEADER);
    const id = asciiOf(header, 0, 4);
    const told = viewOf(header).getUint32(4, dialect.littleEndian);
    const content = start + CHUNK_HEADER;
    const isSound = id === 'data' || id === 'SSND';
    const isUnknown =
      isSound &&
      (told === UNKNOWN_SIZE ||
        (told === 0 && end - content > CHUNK_HEADER && !(await isChunkAt(source, content, end, dialect))));
    // Sound that was cut off goes on to the end, as players have it.
    const isCutOff = isSound && dataSize === null && told > end - content;
    const length = isUnknown || isCutOff ? (dataSize ?? end - content) : told;
    if (chunks.length >= MOST_CHUNKS || content + length > end) throw damaged();
    const next = await nextChunk(source, { content, length }, end, dialect);
    chunks.push({ id, start, content, length, end: next, isSizeTrue: (!isUnknown && !isCutOff) || dataSize !== null });
    start = next;
  }
  return chunks;
}

/** Behind a chunk of odd length a zero byte is due, which some programs leave out. */
async function nextChunk(
  source: ByteSource,
  { content, length }: Pick<Chunk, 'content' | 'length'>,
  end: number,
  dialect: ChunkDialect,
): Promise<number> {
  const next = content + length;
  if (length % 2 === 0 || next >= end) return next;
  const isUnfilled =
    !(await isChunkAt(source, next + 1, end, dialect)) && (await isChunkAt(source, next, end, dialect));
  return isUnfilled ? next : next + 1;
}

async function isChunkAt(
  source: ByteSource,
  position: number,
  end: number,
  { littleEndian }: ChunkDialect,
): Promise<boolean> {
  return isChunkHeader(await source.read(position, CHUNK_HEADER), end - position, littleEndian);
}

/**
 * Whether bytes may be a chunk's header: a name of printable letters, and a size that fits into the room from there.
 */
export function isChunkHeader(header: Uint8Array, room: number, littleEndian: boolean): boolean {
  if (header.length < CHUNK_HEADER || header.subarray(0, 4).some((byte) => byte < 0x20 || byte > 0x7e)) return false;
  return CHUNK_HEADER + viewOf(header).getUint32(4, littleEndian) <= room;
}

function damaged(): AppError {
  return new AppError(
    'tags-unsupported',
    'The parts of this file do not lead to its end: it is damaged or was cut off.',
  );
}

/** A chunk with its header, filled up to an even length. */
export function encodeChunk(id: string, content: Uint8Array, { littleEndian }: ChunkDialect): Uint8Array {
  return joinBytes([chunkHeader(id, content.length, littleEndian), content, new Uint8Array(content.length % 2)]);
}

/** A chunk's header. */
export function chunkHeader(id: string, length: number, littleEndian: boolean): Uint8Array {
  const header = new Uint8Array(CHUNK_HEADER);
  header.set(asciiBytes(id));
  viewOf(header).setUint32(4, length, littleEndian);
  return header;
}
