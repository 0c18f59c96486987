import { ByteCursor } from './byte-cursor.ts';
import { crc32c, maskCrc } from './crc32c.ts';
import { readTable } from './leveldb-table.ts';
import { weightsInvalid } from './refusal.ts';
import type { BundleEntry } from './tensor-bundle.ts';
import { checkBundleHeader, FLOAT32, readBundleEntry } from './tensor-bundle.ts';
import type { IsWanted, WeightTensors } from './weight-tensors.ts';
import { checkFileSize, nameOf, TensorCollector } from './weight-tensors.ts';

/** The two files of a checkpoint. */
export interface CheckpointFiles {
  /** The file `….index`. */
  readonly index: Uint8Array;
  /** The file `….data-00000-of-00001`. */
  readonly data: Uint8Array;
}

/**
 * The tensors of a TensorFlow checkpoint of one data file (tensorflow/core/util/tensor_bundle). The CRC-32C of every block
 * and of every tensor of float32 is checked, also of those that are not wanted.
 * @param isWanted is asked for every tensor's name; a wanted one must be of float32
 * @throws AppError weights-invalid where the files are damaged, too large or of another kind
 */
export function readTensorflowCheckpoint({ index, data }: CheckpointFiles, isWanted: IsWanted): WeightTensors {
  checkFileSize(index);
  checkFileSize(data);
  const [header, ...entries] = readTable(index);
  if (header?.key.length !== 0) throw weightsInvalid('the table has no header');
  checkBundleHeader(header.value);
  const reader = new DataReader(data);
  const tensors = new TensorCollector(data);
  for (const { key, value } of entries) {
    const name = nameOf(key);
    const entry = readBundleEntry(name, value);
    const wanted = isWanted(name);
    if (entry.dataType === FLOAT32) {
      const bytes = reader.read(name, entry);
      if (wanted) tensors.add(name, entry.shape, bytes);
    } else if (wanted) throw weightsInvalid(`“${name}” is not of float32 (type ${entry.dataType})`);
  }
  return tensors.finish();
}

/** Reads the tensors' bytes, which together may not exceed the file's. */
class DataReader {
  readonly #data: Uint8Array;
  #room: number;

  constructor(data: Uint8Array) {
    this.#data = data;
    this.#room = data.length;
  }

  read(name: string, { shard, offset, size, checksum, isSliced }: BundleEntry): Uint8Array {
    if (shard !== 0 || isSliced) throw weightsInvalid(`“${name}” lies in pieces`);
    this.#room -= Math.max(0, size);
    if (this.#room < 0) throw weightsInvalid('its tensors have more values than the file');
    const bytes = new ByteCursor(this.#data, `“${name}”`, offset).take(size);
    if (maskCrc(crc32c(bytes)) !== checksum) throw weightsInvalid(`the checksum of “${name}” is wrong`);
    return bytes;
  }
}
