const VERSION = 1;
/** NumPy pads headers so that the values begin at a multiple of it. */
const ALIGNMENT = 64;
const PREAMBLE_BYTES = 10;
const BYTES_PER_CHARACTER = 4;

/** Where a file differs from what NumPy writes. */
export interface NpyFlaws {
  readonly magic?: string;
  readonly version?: number;
  /** Instead of the whole header. */
  readonly header?: string;
}

/** An array as `numpy.save` writes it. @param type NumPy's, such as `<f4` @param shape Python's, such as `(3,)` */
export function writeNpy(type: string, shape: string, values: Uint8Array, flaws: NpyFlaws = {}): Uint8Array {
  const { magic = '\x93NUMPY', version = VERSION } = flaws;
  const text = flaws.header ?? `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = Math.ceil((PREAMBLE_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT - PREAMBLE_BYTES;
  const preamble = Buffer.alloc(PREAMBLE_BYTES);
  preamble.write(magic, 'latin1');
  preamble.writeUInt16LE(version, magic.length);
  preamble.writeUInt16LE(padded, magic.length + 2);
  return Buffer.concat([preamble, Buffer.from(`${text.padEnd(padded - 1)}\n`), values]);
}

/** Numbers as the values of `<f4`. */
export function float32Bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** Texts as the values of `<U…`: UTF-32, filled up with zeros. @param length in characters */
export function utf32Bytes(texts: readonly string[], length: number): Uint8Array {
  const codes = new Uint32Array(texts.length * length);
  texts.forEach((text, index) =>
    codes.set(
      Array.from(text, (letter) => letter.codePointAt(0) ?? 0),
      index * length,
    ),
  );
  return new Uint8Array(codes.buffer, 0, texts.length * length * BYTES_PER_CHARACTER);
}
