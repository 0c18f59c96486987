import type { FileHandle } from 'node:fs/promises';

/** A piece of a rewritten file: kept from the original, or new. */
export type Segment =
  | { readonly kind: 'keep'; readonly start: number; readonly end: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** The bytes of a file, read where they are wanted. */
export interface ByteSource {
  readonly size: number;
  /** Fewer bytes than asked for only at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
}

const COPY_BYTES = 1 << 20;

/** A source over an open file. */
export async function openSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    size,
    async read(position, length) {
      const wanted = Math.max(0, Math.min(length, size - position));
      const buffer = new Uint8Array(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await handle.read(buffer, filled, wanted - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
  };
}

/** Writes the pieces, in order, over the start of `target` and cuts it off behind them. */
export async function writeSegments(source: ByteSource, segments: readonly Segment[], target: FileHandle): Promise<void> {
  let position = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await target.write(bytes, 0, bytes.length, position);
    position += bytes.length;
  };
  for (const segment of segments) {
    if (segment.kind === 'bytes') await append(segment.bytes);
    else {
      for (let start = segment.start; start < segment.end; start += COPY_BYTES) {
        await append(await source.read(start, Math.min(COPY_BYTES, segment.end - start)));
      }
    }
  }
  await target.truncate(position);
}

/** Joins byte arrays. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** ASCII bytes as text. */
export function asciiOf(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}
