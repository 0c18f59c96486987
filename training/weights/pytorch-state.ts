import { readPickle } from './pickle-subset.ts';
import { asKind } from './pickle-value.ts';
import { weightsInvalid } from './refusal.ts';
import type { TorchTensor } from './torch-tensor.ts';
import { readTensorCall } from './torch-tensor.ts';
import type { IsWanted, WeightTensors } from './weight-tensors.ts';
import { checkFileSize, TensorCollector } from './weight-tensors.ts';
import { readZipEntries } from './zip-entries.ts';

type Entries = ReadonlyMap<string, Uint8Array>;

const PICKLE = '/data.pkl';

/**
 * The tensors of a state dictionary that PyTorch saved: a ZIP archive of a pickle, which is not run, and of the values
 * (PyTorch, docs/source/notes/serialization.rst). Every CRC-32 is checked.
 * @param isWanted is asked for every tensor's name; a wanted one must be of float32
 * @throws AppError weights-invalid where the file is damaged, too large or of another kind
 */
export function readPytorchState(file: Uint8Array, isWanted: IsWanted): WeightTensors {
  checkFileSize(file);
  const entries = readZipEntries(file);
  const folder = folderOf(entries);
  checkByteOrder(entries.get(`${folder}/byteorder`));
  const dictionary = asKind(readPickle(entries.get(folder + PICKLE) ?? new Uint8Array(0)), 'dictionary');
  if (!dictionary) throw weightsInvalid('its pickle is no dictionary');
  const tensors = new TensorCollector(file);
  for (const [name, value] of dictionary.entries) {
    if (!isWanted(name)) continue;
    const tensor = readTensorCall(name, value);
    tensors.add(name, tensor.shape, bytesOf(name, tensor, entries.get(`${folder}/data/${tensor.storage.key}`)));
  }
  return tensors.finish();
}

/** All lies in one folder, which is named after the file. */
function folderOf(entries: Entries): string {
  const pickles = [...entries.keys()].filter((name) => name.endsWith(PICKLE));
  const [folder, ...others] = pickles.map((name) => name.slice(0, -PICKLE.length));
  if (folder === undefined || others.length > 0) throw weightsInvalid(`it has ${pickles.length} pickles`);
  return folder;
}

/** Older files do not say it, and are little-endian. */
function checkByteOrder(bytes: Uint8Array | undefined): void {
  if (bytes && new TextDecoder().decode(bytes) !== 'little') throw weightsInvalid('its numbers are not little-endian');
}

function bytesOf(name: string, { storage, offset, count }: TorchTensor, bytes: Uint8Array | undefined): Uint8Array {
  if (storage.type !== 'torch FloatStorage') throw weightsInvalid(`“${name}” is not of float32 (${storage.type})`);
  const size = Float32Array.BYTES_PER_ELEMENT;
  if (bytes?.length !== storage.count * size)
    throw weightsInvalid(`the storage of “${name}” has ${bytes?.length ?? 'no'} bytes for ${storage.count} values`);
  return bytes.subarray(offset * size, (offset + count) * size);
}
