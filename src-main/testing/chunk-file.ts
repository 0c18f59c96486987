import { asciiBytes, bigEndian32, joinBytes, littleEndian32 } from '../formats/bytes.ts';

/** A chunk of RIFF, or of IFF where big-endian numbers are asked for. */
export function chunk(
  id: string,
  content: Uint8Array | string,
  { big = false, filling = true, size = -1 } = {},
): Uint8Array {
  const bytes = typeof content === 'string' ? asciiBytes(content) : content;
  const told = size < 0 ? bytes.length : size;
  return joinBytes([
    asciiBytes(id),
    big ? bigEndian32(told) : littleEndian32(told),
    bytes,
    new Uint8Array(filling ? bytes.length % 2 : 0),
  ]);
}

/** A whole form; `size` replaces the true one. */
export function form(
  kind: string,
  chunks: readonly Uint8Array[],
  { id = kind.startsWith('AIF') ? 'FORM' : 'RIFF', size = -1 } = {},
): Uint8Array {
  const body = joinBytes([asciiBytes(kind), ...chunks]);
  const told = size < 0 ? body.length : size;
  return joinBytes([asciiBytes(id), id === 'FORM' ? bigEndian32(told) : littleEndian32(told), body]);
}

/** Format and sound of a WAV file. */
export const WAV_FORMAT = chunk('fmt ', Uint8Array.of(1, 0, 1, 0, 0x44, 0xac, 0, 0, 0x88, 0x58, 1, 0, 2, 0, 16, 0));
/** Four hundred bytes that look like nothing. */
export const SAMPLES = Uint8Array.from({ length: 400 }, (_, index) => 128 + ((index * 7) % 100));

/** An INFO list of texts; without filling bytes as some programs write it. */
export function infoList(texts: Readonly<Record<string, string>>, filling = true): Uint8Array {
  const entries = Object.entries(texts).map(([id, text]) =>
    chunk(id, Uint8Array.from(Buffer.from(`${text}\0`)), { filling }),
  );
  return chunk('LIST', joinBytes([asciiBytes('INFO'), ...entries]));
}

/** The 64-bit sizes of RF64. */
export function sizes64(formSize: number, dataSize: number): Uint8Array {
  const wide = (value: number): Uint8Array => joinBytes([littleEndian32(value), new Uint8Array(4)]);
  return chunk('ds64', joinBytes([wide(formSize), wide(dataSize), wide(dataSize / 2), new Uint8Array(4)]));
}
