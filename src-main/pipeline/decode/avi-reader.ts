/**
 * Takes the streams of an AVI file apart, as it comes through a pipe: RIFF chunks `00wb`, `01wb` and so on hold the
 * sound of one stream each, everything else is passed over. Sizes of lists say nothing, since nobody could go back to
 * fill them in.
 */
export class AviReader {
  readonly #streams: number;
  /** A chunk's head that is cut, in its first `#headLength` places. */
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #headLength = 0;
  /** Bytes of the chunk that are still to come. */
  #left = 0;
  /** The byte that follows a chunk of an odd size. */
  #filler = 0;
  /** Whose the chunk is; -1 for none. */
  #stream = -1;

  /** @param streams how many there are, at most 100 */
  constructor(streams: number) {
    this.#streams = streams;
  }

  /** @param bytes the next ones, cut anywhere @returns what they hold of every stream, copied */
  read(bytes: Uint8Array): Uint8Array[] {
    const parts = Array.from({ length: this.#streams }, (): Uint8Array[] => []);
    for (let at = 0; at < bytes.length;) {
      if (this.#left + this.#filler === 0) {
        at += this.#readHead(bytes, at);
        continue;
      }
      const end = Math.min(bytes.length, at + this.#left);
      if (end > at) parts[this.#stream]?.push(bytes.subarray(at, end));
      this.#left -= end - at;
      at = end;
      if (this.#left > 0 || at === bytes.length) continue;
      at += this.#filler;
      this.#filler = 0;
    }
    return parts.map((own) => Buffer.concat(own));
  }

  /** @returns how many bytes were taken */
  #readHead(bytes: Uint8Array, at: number): number {
    const taken = Math.min(HEAD_BYTES - this.#headLength, bytes.length - at);
    this.#head.set(bytes.subarray(at, at + taken), this.#headLength);
    this.#headLength += taken;
    if (this.#headLength === HEAD_BYTES) this.#beginChunk();
    return taken;
  }

  #beginChunk(): void {
    this.#headLength = 0;
    const name = this.#head.toString('latin1', 0, 4);
    const size = this.#head.readUInt32LE(4);
    const stream = /^(\d\d)wb$/.exec(name)?.[1];
    this.#stream = stream === undefined ? -1 : Number(stream);
    // A list's chunks are read like those outside of it; its own head has a type besides.
    const isList = name === 'RIFF' || name === 'LIST';
    this.#left = isList ? LIST_TYPE_BYTES : size;
    this.#filler = isList ? 0 : size % 2;
  }
}

const HEAD_BYTES = 8;
const LIST_TYPE_BYTES = 4;
