import { ProtobufWriter } from '../onnx/protobuf-writer.ts';
import { crc32c, maskCrc } from '../weights/crc32c.ts';
import type { TableEntry } from '../weights/leveldb-table.ts';
import type { BundleEntry } from '../weights/tensor-bundle.ts';
import { FLOAT32 } from '../weights/tensor-bundle.ts';
import type { CheckpointFiles } from '../weights/tensorflow-checkpoint.ts';
import type { WeightTensors } from '../weights/weight-tensors.ts';
import { bytesOfValues } from './made-tensors.ts';
import type { TableOptions } from './table-file.ts';
import { writeTable } from './table-file.ts';

/** What is written otherwise than it should be. */
export interface CheckpointFlaws extends TableOptions {
  readonly shards?: number;
  readonly endianness?: number;
  /** Changes what the table says of a tensor. */
  readonly entry?: (name: string, entry: BundleEntry) => BundleEntry;
}

/** The key of the header comes first, and is empty. */
const HEADER_KEY = new Uint8Array(0);
/** Field 6, 32 fixed bits. */
const CHECKSUM_TAG = 0x35;

/** A checkpoint of TensorFlow with right checksums. */
export function writeCheckpoint(tensors: WeightTensors, flaws: CheckpointFlaws = {}): CheckpointFiles {
  const { entries, data } = checkpointParts(tensors, flaws);
  return { index: writeTable(entries, flaws), data };
}

/** The table's entries, in order, and the data of a checkpoint. */
export function checkpointParts(
  tensors: WeightTensors,
  { shards = 1, endianness = 0, entry = (_name, made) => made }: CheckpointFlaws = {},
): { readonly entries: readonly TableEntry[]; readonly data: Uint8Array } {
  const header = new ProtobufWriter().integer(1, shards).integer(2, endianness);
  const entries: TableEntry[] = [{ key: HEADER_KEY, value: header.finish() }];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = bytesOfValues(values);
    const [size, checksum] = [bytes.length, maskCrc(crc32c(bytes))];
    const made = { dataType: FLOAT32, shape, shard: 0, offset, size, checksum, isSliced: false };
    entries.push({ key: Buffer.from(name), value: entryMessage(entry(name, made)) });
    parts.push(bytes);
    offset += size;
  }
  return { entries, data: Buffer.concat(parts) };
}

function entryMessage({ dataType, shape, shard, offset, size, checksum, isSliced }: BundleEntry): Uint8Array {
  const message = new ProtobufWriter()
    .integer(1, dataType)
    .message(2, (writer) => {
      for (const length of shape) writer.message(2, (dimension) => dimension.integer(1, length));
    })
    .integer(3, shard)
    .integer(4, offset)
    .integer(5, size);
  if (isSliced) message.message(7, (slice) => slice.integer(1, 0));
  const fixed = Buffer.alloc(4);
  fixed.writeUInt32LE(checksum);
  return Buffer.concat([message.finish(), Uint8Array.of(CHECKSUM_TAG), fixed]);
}
