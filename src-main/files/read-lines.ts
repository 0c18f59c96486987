import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { fsPath } from './fs-path.ts';

/** A line of a text file. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without the line feed; null of a line that is too long. */
  readonly bytes: Buffer | null;
  /** Whether a line feed ends it: the last line of a file that was cut lacks it. */
  readonly isWhole: boolean;
}

/** What the lines of a file may be. */
export interface LineBounds {
  readonly mostBytes: number;
  /** The code of what is no regular file, or is not there. */
  readonly invalid: ErrorCode;
}

const LINE_FEED = 10;
/** A pipe that nobody writes to would be waited for. Windows has no such flag, and no such files. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The lines of a regular file, one after the other, however large the file is: no more than one line is held.
 * @throws AppError of the code `invalid`; what else the file system says
 */
export async function* readLines(path: string, { mostBytes, invalid }: LineBounds): AsyncGenerator<Line> {
  const lines = new LineSplitter(mostBytes);
  try {
    await requireRegular(path, invalid);
    for await (const chunk of createReadStream(fsPath(path)) as AsyncIterable<Buffer>) yield* lines.add(chunk);
  } catch (error) {
    const failure = fromFileSystemError(error);
    throw failure.code === 'file-not-found' ? new AppError(invalid, `there is no file ${path}`) : failure;
  }
  yield* lines.end();
}

async function requireRegular(path: string, invalid: ErrorCode): Promise<void> {
  const file = await open(fsPath(path), FLAGS);
  try {
    if (!(await file.stat()).isFile()) throw new AppError(invalid, `${path} is no ordinary file`);
  } finally {
    await file.close();
  }
}

/** Makes lines of bytes that come in pieces. */
export class LineSplitter {
  readonly #mostBytes: number;
  /** Of the line that is being read. */
  #pieces: Buffer[] = [];
  #length = 0;
  #number = 0;

  /** @param mostBytes of a line; longer ones are passed over */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** The lines that end in one more piece. */
  *add(piece: Buffer): Generator<Line> {
    let start = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, start)) {
      this.#keep(piece.subarray(start, end));
      yield this.#take(true);
      start = end + 1;
    }
    this.#keep(piece.subarray(start));
  }

  /** The last line, if no line feed ends it. */
  *end(): Generator<Line> {
    if (this.#length > 0) yield this.#take(false);
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length <= this.#mostBytes) this.#pieces.push(piece);
    else this.#pieces = [];
  }

  #take(isWhole: boolean): Line {
    const bytes = this.#length > this.#mostBytes ? null : joined(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    this.#number += 1;
    return { number: this.#number, bytes, isWhole };
  }
}

/** Most lines are in one piece, which needs no copy. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [only = Buffer.alloc(0), ...others] = pieces;
  return others.length === 0 ? only : Buffer.concat(pieces);
}
