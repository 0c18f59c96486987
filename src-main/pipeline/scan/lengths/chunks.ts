import type { FileWindow } from '../../../files/file-window.ts';

/** A chunk of a RIFF, IFF, CAF or Wave64 file. */
export interface Chunk {
  readonly id: string;
  /** Of the content. */
  readonly start: number;
  /** As the header tells it. */
  readonly size: number;
}

/** How a family of files writes the headers of its chunks. */
export interface ChunkFormat {
  readonly headerBytes: number;
  /** Chunks begin at multiples of this, counted from the file's first byte. */
  readonly alignment: number;
  /** Of the content. */
  sizeIn(header: Buffer): number;
}

const MOST_CHUNKS = 10_000;

/** Chunk by chunk; ends where the file does, or where a chunk says that it is longer. */
export async function* chunksOf(file: FileWindow, start: number, format: ChunkFormat): AsyncGenerator<Chunk> {
  for (let position = start, count = 0; position + format.headerBytes <= file.size && count < MOST_CHUNKS; count++) {
    const header = await file.read(position, format.headerBytes);
    const size = format.sizeIn(header);
    yield { id: header.toString('latin1', 0, 4), start: position + format.headerBytes, size };
    position += format.headerBytes + Math.max(0, size);
    position += (format.alignment - (position % format.alignment)) % format.alignment;
  }
}
