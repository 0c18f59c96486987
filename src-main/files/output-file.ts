import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { access, lstat, open, realpath, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { fsPath, pathOfBytes } from './fs-path.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** What the app writes where the user says. */
export type OutputKind = 'csv' | 'json' | 'm3u8' | 'png' | 'wav';

const PNG_SIGNATURE = '89504e470d0a1a0a';
/** How texts of other kinds begin; a byte order mark may stand before that. */
const BEGINNINGS = { json: /^(?:\xef\xbb\xbf)?\s*[[{]/, m3u8: /^(?:\xef\xbb\xbf)?#EXTM3U/ } as const;
const LOOKED_BYTES = 4_096;
const ANYBODY_WRITES = 0o222n;
/** No text has these, but for tabs and ends of lines. */
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/**
 * Refuses a place where an output would destroy something: a track that is read, a file of another kind than what is
 * written, anything that is no ordinary file. Existing sound is never replaced.
 * @param inputs paths that the command reads
 * @returns the path to write to, without links
 * @throws AppError output-refused, file-read-only
 */
export async function checkOutput(path: string, kind: OutputKind, inputs: readonly string[]): Promise<string> {
  if (extname(path).toLowerCase() !== `.${kind}`)
    throw new AppError('output-refused', `The name must end in .${kind}: ${path}`);
  const found = await stat(fsPath(path), { bigint: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw fromFileSystemError(error);
  });
  if (!found) return requireNoLink(path);
  if (!found.isFile()) throw new AppError('output-refused', `${path} is no ordinary file.`);
  for (const input of inputs) {
    const other = await stat(fsPath(input), { bigint: true }).catch(() => null);
    if (other && other.ino === found.ino && other.dev === found.dev)
      throw new AppError('output-refused', `${path} is one of the files that are read.`);
  }
  if (found.size > 0n && !(await isOfKind(path, kind)))
    throw new AppError(
      'output-refused',
      `${path} holds something else than a ${kind.toUpperCase()} file that could be replaced.`,
    );
  await requireWritable(path, found.mode);
  return pathOfBytes(await realpath(fsPath(path), { encoding: 'buffer' }));
}

/** A link whose target is away, on a disk that is not connected perhaps, would be replaced by a file. */
async function requireNoLink(path: string): Promise<string> {
  const found = await lstat(fsPath(path)).catch(() => null);
  if (found?.isSymbolicLink()) throw new AppError('output-refused', `${path} is a link that leads to nothing.`);
  return path;
}

/** A rename would replace a file that is marked as read-only; root may write it, but whoever marked it so meant it. */
async function requireWritable(path: string, mode: bigint): Promise<void> {
  if ((mode & ANYBODY_WRITES) === 0n) throw new AppError('file-read-only', `${path} is read-only.`);
  await access(fsPath(path), constants.W_OK).catch((error: unknown) => {
    throw fromFileSystemError(error, 'file-read-only');
  });
}

/** @throws AppError where it cannot be read */
async function isOfKind(path: string, kind: OutputKind): Promise<boolean> {
  const handle = await open(fsPath(path), 'r').catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
  try {
    const start = await readStart(handle);
    if (kind === 'png') return start.subarray(0, 8).toString('hex') === PNG_SIGNATURE;
    if (kind === 'wav' || !isText(start)) return false;
    return kind === 'csv' || BEGINNINGS[kind].test(start.toString('latin1'));
  } finally {
    await handle.close();
  }
}

async function readStart(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOKED_BYTES), 0, LOOKED_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

/** Tables of other programs may be in UTF-16, and then begin with its mark, as MPEG sound may too. */
function isText(start: Buffer): boolean {
  const isBigEndian = start[0] === 0xfe && start[1] === 0xff;
  const isUtf16 = isBigEndian || (start[0] === 0xff && start[1] === 0xfe);
  if (!isUtf16) return !CONTROLS.test(start.toString('latin1'));
  try {
    const even = start.subarray(0, start.length & ~1);
    // A character may be cut by the length that is looked at.
    return !CONTROLS.test(
      new TextDecoder('utf-16le', { fatal: true }).decode(isBigEndian ? Buffer.from(even).swap16() : even, {
        stream: true,
      }),
    );
  } catch {
    return false;
  }
}

/** Writes an output after {@link checkOutput}. @throws AppError output-refused and as writeFileAtomic */
export async function writeOutput(
  path: string,
  kind: OutputKind,
  inputs: readonly string[],
  pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  await writeFileAtomic(await checkOutput(path, kind, inputs), pieces);
}
