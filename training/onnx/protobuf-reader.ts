/** One field of a protobuf message; values of 64 fixed bits are passed over, nothing here needs them. */
export type ProtobufField =
  | { readonly field: number; readonly integer: bigint }
  | { readonly field: number; readonly bytes: Uint8Array }
  /** As an unsigned number, whatever it means. */
  | { readonly field: number; readonly fixed32: number };

/**
 * The fields of a message, in order (https://protobuf.dev/programming-guides/encoding).
 * @throws RangeError on a cut file
 */
export function* readFields(message: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined || shift > 63n) throw new RangeError('a protobuf message ends in the middle');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > message.length) throw new RangeError('a protobuf message ends in the middle');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    switch (tag & 7) {
      case 0:
        yield { field, integer: varint() };
        break;
      case 1:
        take(8);
        break;
      case 2:
        yield { field, bytes: take(Number(varint())) };
        break;
      case 5: {
        const bytes = take(4);
        yield { field, fixed32: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) };
        break;
      }
      default:
        throw new RangeError(`no protobuf wire type ${tag & 7}`);
    }
  }
}
