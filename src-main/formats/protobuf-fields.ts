/** One field of a protobuf message; values of 64 fixed bits are passed over, nothing here needs them. */
export type ProtobufField =
  | { readonly field: number; readonly integer: bigint }
  | { readonly field: number; readonly bytes: Uint8Array }
  /** As an unsigned number, whatever it means. */
  | { readonly field: number; readonly fixed32: number };

const LARGEST_TAG = 0xffff_ffff;

/**
 * The fields of a message, in order (https://protobuf.dev/programming-guides/encoding); groups, which nothing writes any
 * more, are refused. Takes time in proportion to the fields, and no memory for their bytes.
 * @throws RangeError on what is cut or damaged
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
  const take = (length: bigint): Uint8Array => {
    if (length < 0n || length > message.length - at) throw new RangeError('a protobuf message ends in the middle');
    at += Number(length);
    return message.subarray(at - Number(length), at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const field = Math.floor(tag / 8);
    if (field < 1 || tag > LARGEST_TAG) throw new RangeError(`no protobuf field ${field}`);
    switch (tag % 8) {
      case 0:
        yield { field, integer: varint() };
        break;
      case 1:
        take(8n);
        break;
      case 2:
        yield { field, bytes: take(varint()) };
        break;
      case 5: {
        const bytes = take(4n);
        yield { field, fixed32: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) };
        break;
      }
      default:
        throw new RangeError(`no protobuf wire type ${tag % 8}`);
    }
  }
}
