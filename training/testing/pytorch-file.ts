import type { WeightTensors } from '../weights/weight-tensors.ts';
import { bytesOfValues } from './made-tensors.ts';
import type { ZipFlaws } from './zip-file.ts';
import { writeZip } from './zip-file.ts';

/** A tensor of the pickle as PyTorch describes it. */
export interface PickledTensor {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  /** The storage's name in the archive. */
  readonly key: string;
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
  const memo = new Memo();
  const pickled = [...tensors].map(([name, { shape, values }], index) => {
    const strides = shape.map((_, dimension) => shape.slice(dimension + 1).reduce((a, b) => a * b, 1));
    const storage = { key: String(index), stored: values.length, storageClass: 'FloatStorage', device: 'cpu' };
    return pickleOf(pickledText(name), pickledTensor(change(name, { shape, strides, offset: 0, ...storage }), memo));
  });
  // PROTO 2, EMPTY_DICT, MARK … SETITEMS, STOP
  return pickleOf('\x80\x02}(', ...pickled, 'u.');
}

function pickledTensor(tensor: PickledTensor, memo: Memo): Buffer {
  return pickleOf(
    memo.once('ctorch._utils\n_rebuild_tensor_v2\n'),
    '((',
    memo.once(pickledText('storage')),
    memo.once(`ctorch\n${tensor.storageClass}\n`),
    pickledText(tensor.key),
    memo.once(pickledText(tensor.device)),
    pickledNumber(tensor.stored),
    'tQ',
    pickledNumber(tensor.offset),
    pickledNumbers(tensor.shape),
    pickledNumbers(tensor.strides),
    // No gradients, no hooks.
    '\x89',
    memo.once('ccollections\nOrderedDict\n'),
    ')RtR',
  );
}

/** Values that are written once and recalled later, as Python does with all. */
class Memo {
  readonly #numbers = new Map<string, number>();

  /** BINPUT after the opcodes, and later BINGET instead of them. */
  once(opcodes: string | Buffer): Buffer {
    const text = opcodes.toString('latin1');
    const known = this.#numbers.get(text);
    if (known !== undefined) return pickleOf('h', Uint8Array.of(known));
    this.#numbers.set(text, this.#numbers.size);
    return pickleOf(opcodes, 'q', Uint8Array.of(this.#numbers.size - 1));
  }
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
