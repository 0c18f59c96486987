import type { IFileInfo, IReadChunkOptions } from 'strtok3';
import { AbstractTokenizer, EndOfStreamError } from 'strtok3';
import type { FileWindow } from '../../files/file-window.ts';

/** Of one value that the parser reads whole, in bytes: an ID3 tag with its covers. */
export const LARGEST_TOKEN = 32 << 20;
/** In all. Ogg is read page by page where the length is wanted. */
const MOST_BYTES = 2 ** 30;
/** A file of hours in Ogg takes less; many tiny parts are made to harm. */
const MOST_READS = 300_000;

/** The file takes more to read than any file of music. */
export class ExcessError extends RangeError {}

/** What the parser of tags reads a file by: through a window of memory, and no more than a sound file takes. */
export class FileTokenizer extends AbstractTokenizer {
  readonly fileInfo: IFileInfo;
  readonly #file: FileWindow;
  #reads = 0;
  #bytes = 0;

  /** @param name what the parser may believe of the file's name; nothing where it is not given */
  constructor(file: FileWindow, name: string | undefined) {
    super({ maxBufferSize: LARGEST_TOKEN });
    this.#file = file;
    this.fileInfo = { size: file.size, ...(name !== undefined && { path: name }) };
  }

  supportsRandomAccess(): boolean {
    return true;
  }

  setPosition(position: number): void {
    this.validateLength(position, 'position');
    this.position = position;
  }

  /** @throws ExcessError where the file takes more than is allowed, and the library's errors where it ends early */
  async readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position } = this.normalizeOptions(target, options);
    const bytesRead = await this.peekBuffer(target, options);
    this.position = position + bytesRead;
    return bytesRead;
  }

  /** @throws as {@link readBuffer} */
  async peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position, length, mayBeLess } = this.normalizeOptions(target, options);
    this.validateBufferSize(length);
    this.#bytes += length;
    if (++this.#reads > MOST_READS || this.#bytes > MOST_BYTES) throw new ExcessError('The file has too many parts.');
    const bytes = await this.#file.read(position, length);
    if (bytes.length < length && mayBeLess !== true) throw new EndOfStreamError();
    target.set(bytes);
    return bytes.length;
  }
}
