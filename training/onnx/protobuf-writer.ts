/**
 * The part of protobuf's wire format that an ONNX file needs: varints, fixed 32-bit floats and
 * length-delimited fields (https://protobuf.dev/programming-guides/encoding).
 */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Writes an integer field; negative numbers take ten bytes, as protobuf's int64 does. */
  integer(field: number, value: number | bigint): this {
    this.#tag(field, 0);
    this.#append(varint(BigInt.asUintN(64, BigInt(value))));
    return this;
  }

  /** Writes a 32-bit float field. */
  float(field: number, value: number): this {
    this.#tag(field, 5);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#append(bytes);
    return this;
  }

  /** Writes a field of 32 fixed bits as they are. */
  fixed32(field: number, bits: number): this {
    this.#tag(field, 5);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, bits, true);
    this.#append(bytes);
    return this;
  }

  /** Writes raw bytes as a length-delimited field. */
  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, 2);
    this.#append(varint(BigInt(value.byteLength)));
    this.#append(value);
    return this;
  }

  /** Writes a UTF-8 string field. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Writes a nested message that `fill` describes. */
  message(field: number, fill: (writer: ProtobufWriter) => void): this {
    const nested = new ProtobufWriter();
    fill(nested);
    return this.bytes(field, nested.finish());
  }

  /** The bytes written so far, as one array. */
  finish(): Uint8Array {
    const result = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      result.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return result;
  }

  #tag(field: number, wireType: number): void {
    this.#append(varint(BigInt(field * 8 + wireType)));
  }

  #append(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.byteLength;
  }
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
