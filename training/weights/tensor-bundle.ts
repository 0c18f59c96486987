import type { ProtobufField } from '../../src-main/formats/protobuf-fields.ts';
import { readFields } from '../../src-main/formats/protobuf-fields.ts';
import { weightsInvalid } from './refusal.ts';

/** Where and how a tensor lies in the data file. */
export interface BundleEntry {
  /** A number of TensorFlow's enum DataType. */
  readonly dataType: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  /** Masked CRC-32C of its bytes. */
  readonly checksum: number;
  readonly isSliced: boolean;
}

/** TensorFlow's DT_FLOAT: 32 bits. */
export const FLOAT32 = 1;

/** Field numbers of tensor_bundle.proto and tensor_shape.proto. */
const HEADER = { shards: 1, endianness: 2 } as const;
const ENTRY = { dataType: 1, shape: 2, shard: 3, offset: 4, size: 5, checksum: 6, slices: 7 } as const;
const SHAPE = { dimension: 2, isUnknownRank: 3 } as const;
const DIMENSION_SIZE = 1;
const LITTLE_ENDIAN = 0;
/** They have some 30 bytes; a long one could hold a field in every two. */
const LONGEST_MESSAGE = 512;

/**
 * Reads the header, the value of the empty key.
 * @throws AppError weights-invalid unless there is one data file of little-endian numbers
 */
export function checkBundleHeader(message: Uint8Array): void {
  const fields = fieldsOf(message, 'the header');
  const shards = integerOf(fields, HEADER.shards);
  if (shards !== 1) throw weightsInvalid(`it consists of ${shards} data files`);
  if (integerOf(fields, HEADER.endianness) !== LITTLE_ENDIAN) throw weightsInvalid('its numbers are big-endian');
}

/** Reads what the table says of a tensor. @throws AppError weights-invalid where that is no such message */
export function readBundleEntry(name: string, message: Uint8Array): BundleEntry {
  const what = `the entry of “${name}”`;
  const fields = fieldsOf(message, what);
  return {
    dataType: integerOf(fields, ENTRY.dataType),
    shape: readShape(bytesOf(fields, ENTRY.shape), what),
    shard: integerOf(fields, ENTRY.shard),
    offset: integerOf(fields, ENTRY.offset),
    size: integerOf(fields, ENTRY.size),
    checksum: fields.reduce(
      (last, each) => (each.field === ENTRY.checksum && 'fixed32' in each ? each.fixed32 : last),
      0,
    ),
    isSliced: bytesOf(fields, ENTRY.slices).length > 0,
  };
}

function readShape(messages: readonly Uint8Array[], what: string): number[] {
  const fields = messages.flatMap((message) => fieldsOf(message, what));
  if (integerOf(fields, SHAPE.isUnknownRank) !== 0) throw weightsInvalid(`${what} has no shape`);
  return bytesOf(fields, SHAPE.dimension).map((dimension) => integerOf(fieldsOf(dimension, what), DIMENSION_SIZE));
}

function fieldsOf(message: Uint8Array, what: string): ProtobufField[] {
  if (message.length > LONGEST_MESSAGE) throw weightsInvalid(`${what} has ${message.length} bytes`);
  try {
    return [...readFields(message)];
  } catch (error) {
    throw weightsInvalid(`${what} is damaged`, { cause: error });
  }
}

/** The last value of a field of whole numbers; 0 where it is absent, as protobuf says. */
function integerOf(fields: readonly ProtobufField[], field: number): number {
  return fields.reduce((last, each) => (each.field === field && 'integer' in each ? Number(each.integer) : last), 0);
}

function bytesOf(fields: readonly ProtobufField[], field: number): Uint8Array[] {
  return fields.flatMap((each) => (each.field === field && 'bytes' in each ? [each.bytes] : []));
}
