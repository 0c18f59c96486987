import type { GlobalName, PickleValue } from './pickle-value.ts';
import { asKind } from './pickle-value.ts';
import { weightsInvalid } from './refusal.ts';
import { valueCount } from './weight-tensors.ts';

/** A tensor as the pickle describes it: a range of a storage, row after row. */
export interface TorchTensor {
  readonly shape: readonly number[];
  /** The first of the storage's values. */
  readonly offset: number;
  readonly count: number;
  readonly storage: TorchStorage;
}

/** Values that tensors are cut from. */
interface TorchStorage {
  readonly type: GlobalName;
  /** Its name in the archive's folder `data`. */
  readonly key: string;
  readonly count: number;
}

/**
 * Reads a call of `torch._utils._rebuild_tensor_v2`: storage, offset, shape, strides, whether gradients are kept, hooks.
 * @throws AppError weights-invalid where the value is no such call, or the tensor does not lie in one piece in its storage
 */
export function readTensorCall(name: string, value: PickleValue): TorchTensor {
  const [stored, first, sizes, steps, ...others] = asKind(value, 'call')?.items ?? [];
  if (others.length !== 2) throw weightsInvalid(`“${name}” is no tensor`);
  const storage = readStorage(name, stored);
  const shape = numbersOf(name, sizes);
  const count = valueCount(name, shape);
  if (!isRowAfterRow(shape, numbersOf(name, steps))) throw weightsInvalid(`“${name}” does not lie row after row`);
  const offset = numberOf(name, first);
  if (offset + count > storage.count)
    throw weightsInvalid(`“${name}” reaches beyond its storage of ${storage.count} values`);
  return { shape, offset, count, storage };
}

/** A persistent id: the word storage, class, key, device and number of values. */
function readStorage(name: string, value: PickleValue | undefined): TorchStorage {
  const [word, storageClass, key, device, count] = asKind(asKind(value, 'persistent')?.id, 'tuple')?.items ?? [];
  const type = asKind(storageClass, 'global')?.name;
  if (word !== 'storage' || !type || typeof key !== 'string' || device !== 'cpu')
    throw weightsInvalid(`“${name}” has no storage of the kind that is read`);
  return { type, key, count: numberOf(name, count) };
}

function numbersOf(name: string, value: PickleValue | undefined): number[] {
  const items = asKind(value, 'tuple')?.items;
  if (!items) throw weightsInvalid(`“${name}” has no shape`);
  return items.map((item) => numberOf(name, item));
}

function numberOf(name: string, value: PickleValue | undefined): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw weightsInvalid(`“${name}” has a size or a place that is no number`);
}

/** The stride of a dimension is what lies behind it; that of a dimension of one does not matter. */
function isRowAfterRow(shape: readonly number[], strides: readonly number[]): boolean {
  const expected = shape.map((_, dimension) => shape.slice(dimension + 1).reduce((product, size) => product * size, 1));
  return (
    strides.length === shape.length && shape.every((size, index) => size === 1 || strides[index] === expected[index])
  );
}
