import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { readRegularFile } from './read-regular-file.ts';

/** Far beyond any table of a music library. */
const LARGEST_TEXT = 256 << 20;
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/**
 * Reads a text that a user wrote: UTF-8, or UTF-16 with a byte order mark, which is no part of it.
 * @param invalid the code for what is no such text, is no ordinary file or is not there
 * @throws AppError of that code; what else the file system says
 */
export async function readText(path: string, invalid: ErrorCode): Promise<string> {
  return decodeText(await readBytes(path, invalid), basename(path), invalid);
}

/**
 * The text of a file's bytes; what cannot be decoded is named by its line and never replaced.
 * @throws AppError of the code `invalid`
 */
export function decodeText(bytes: Uint8Array, name: string, invalid: ErrorCode): string {
  const [first, second] = bytes;
  const isLittleEndian = first === 0xff && second === 0xfe;
  const isUtf16 = isLittleEndian || (first === 0xfe && second === 0xff);
  const text = isUtf16
    ? decodeUtf16(isLittleEndian ? bytes : swapped(bytes), name, invalid)
    : decodeUtf8(bytes, name, invalid);
  // A program that did not know of the mark may have written another one.
  return text.replace(/^\uFEFF+/, '');
}

function decodeUtf8(bytes: Uint8Array, name: string, invalid: ErrorCode): string {
  if (!isUtf8(bytes))
    throw new AppError(invalid, `${name}, line ${firstBadLine(bytes)}, is not UTF-8: save it anew in UTF-8`);
  // Text in UTF-16 is valid UTF-8 where it is plain English, with a zero after every letter.
  if (bytes.includes(0))
    throw new AppError(
      invalid,
      `${name} is not text in UTF-8: it holds zero bytes, as UTF-16 without a byte order mark does`,
    );
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function decodeUtf16(bytes: Uint8Array, name: string, invalid: ErrorCode): string {
  try {
    return new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AppError(invalid, `${name} begins as UTF-16 does, but is damaged or cut: save it anew`, { cause });
  }
}

/** Big-endian as little-endian; a last byte without another stays and is refused. */
function swapped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  Buffer.from(copy.buffer, 0, copy.length & ~1).swap16();
  return copy;
}

/** Counted from 1; lines end in CR, LF or both. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue;
    if (!isUtf8(bytes.subarray(start, index))) return line;
    if (byte === CARRIAGE_RETURN && bytes[index + 1] === LINE_FEED) index += 1;
    start = index + 1;
    line += 1;
  }
  return line;
}

async function readBytes(path: string, invalid: ErrorCode): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, { mostBytes: LARGEST_TEXT, invalid });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new AppError(invalid, `there is no file ${path}`);
    throw fromFileSystemError(error);
  }
}
