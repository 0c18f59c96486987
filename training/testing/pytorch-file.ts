import type { WeightTensors } from '../weights/weight-tensors.ts';
import { bytesOfValues } from './made-tensors.ts';
import type { ZipFlaws } from './zip-file.ts';
import { writeZip } from './zip-file.ts';

/** A tensor of the pickle as PyTorch describes it. */
export interface PickledTensor {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  /** Number of values of its storage. */
  readonly stored: number;
  readonly storageClass: string;
  readonly device: string;
}

/** What is written otherwise than it should be. */
export interface PytorchFlaws extends ZipFlaws {
  /** Changes what the pickle says of a tensor. */
  readonly tensor?: (name: string, tensor: PickledTensor) => PickledTensor;
  /** Instead of the pickle of the tensors. */
  readonly pickle?: Uint8Array;
  readonly byteOrder?: string;
}

/** A state dictionary as PyTorch saves it. */
export function writePytorchState(tensors: WeightTensors, flaws: PytorchFlaws = {}): Uint8Array {
  return writeZip(pytorchEntries(tensors, flaws), { flags: 0x0808, with64: true, ...flaws });
}

/** The entries of its archive. */
export function pytorchEntries(tensors: WeightTensors, flaws: PytorchFlaws = {}): Map<string, Uint8Array> {
  const pickle = flaws.pickle ?? statePickle(tensors, flaws.tensor);
  const entries = new Map<string, Uint8Array>([['archive/data.pkl', pickle]]);
  if (flaws.byteOrder !== undefined) entries.set('archive/byteorder', Buffer.from(flaws.byteOrder));
  [...tensors.values()].forEach(({ values }, key) => entries.set(`archive/data/${key}`, bytesOfValues(values)));
  return entries.set('archive/version', Buffer.from('3\n'));
}

function statePickle(tensors: WeightTensors, change: PytorchFlaws['tensor'] = (_name, tensor) => tensor): Uint8Array {
  const pickled = [...tensors].map(([name, { shape, values }], key) => {
    const strides = shape.map((_, dimension) => shape.slice(dimension + 1).reduce((a, b) => a * b, 1));
    const made = { shape, strides, offset: 0, stored: values.length, storageClass: 'FloatStorage', device: 'cpu' };
    return Buffer.concat([pickledText(name), pickledTensor(change(name, made), String(key))]);
  });
  // PROTO 2, EMPTY_DICT, BINPUT 0, MARK … SETITEMS, STOP
  return pickleOf('\x80\x02}q\x00(', ...pickled, 'u.');
}

function pickledTensor({ shape, strides, offset, stored, storageClass, device }: PickledTensor, key: string): Buffer {
  return pickleOf(
    'ctorch._utils\n_rebuild_tensor_v2\n((',
    pickledText('storage'),
    `ctorch\n${storageClass}\n`,
    pickledText(key),
    pickledText(device),
    pickledNumber(stored),
    'tQ',
    pickledNumber(offset),
    pickledNumbers(shape),
    pickledNumbers(strides),
    // No gradients, no hooks.
    '\x89ccollections\nOrderedDict\n)RtR',
  );
}

/** Joins opcodes, given as Latin-1 text or bytes. */
export function pickleOf(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

/** BINUNICODE */
export function pickledText(text: string): Buffer {
  return pickleOf('X', bytesOfNumber(Buffer.byteLength(text)), Buffer.from(text));
}

/** TUPLE of numbers */
function pickledNumbers(numbers: readonly number[]): Buffer {
  return pickleOf('(', ...numbers.map(pickledNumber), 't');
}

/** BININT */
function pickledNumber(value: number): Buffer {
  return pickleOf('J', bytesOfNumber(value));
}

function bytesOfNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
