import { weightsInvalid } from './refusal.ts';

/** Bytes of a varint of 64 bits, at most. */
const LONGEST_VARINT = 10;

/** Reads little-endian numbers one after the other; every method throws AppError `weights-invalid` at the end. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #what: string;
  #at: number;

  /** @param what names the bytes in errors @param at where to begin */
  constructor(bytes: Uint8Array, what: string, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#what = what;
    this.#at = 0;
    this.take(at);
  }

  /** Where the next byte is read, from the start of the bytes. */
  get position(): number {
    return this.#at;
  }

  /** The next bytes; a view of them, no copy. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, this.#at);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** 64 bits; numbers above 2⁵³ are rounded, and so far outside every file that no check lets them pass. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Seven bits a byte, lowest first; rounded above 2⁵³ as `uint64` is. */
  varint(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_VARINT; index++) {
      const byte = this.uint8();
      value += (byte & 127) * 2 ** (7 * index);
      if (byte < 128) return value;
    }
    throw weightsInvalid(`${this.#what} has a number of more than 64 bits`);
  }

  #advance(length: number): number {
    const start = this.#at;
    if (length < 0 || start + length > this.#bytes.length) throw weightsInvalid(`${this.#what} is cut off`);
    this.#at += length;
    return start;
  }
}
