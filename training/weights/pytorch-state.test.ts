import { describe, expect, it } from 'vitest';
import { madeTensors } from '../testing/made-tensors.ts';
import type { PickledTensor, PytorchFlaws } from '../testing/pytorch-file.ts';
import { pickleOf, pickledText, pytorchEntries, writePytorchState } from '../testing/pytorch-file.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { writeZip } from '../testing/zip-file.ts';
import { readPytorchState } from './pytorch-state.ts';

const TENSORS = madeTensors();
const all = () => true;

function refusalWith(flaws: PytorchFlaws): string | null {
  return refusalOf(() => readPytorchState(writePytorchState(TENSORS, flaws), all));
}

/** Changes what the pickle says of the kernel of `conv`, whose shape is [3, 2, 1, 4]. */
function ofKernel(change: Partial<PickledTensor>): PytorchFlaws {
  return { tensor: (name, tensor) => (name === 'conv/kernel' ? { ...tensor, ...change } : tensor) };
}

describe('a state dictionary of PyTorch', () => {
  it.each<[string, PytorchFlaws]>([
    ['as PyTorch writes it', {}],
    ['without records of 64 bits', { with64: false }],
    ['with its byte order', { byteOrder: 'little' }],
    ['with any stride for one row', ofKernel({ strides: [8, 4, 77, 1] })],
  ])('gives every tensor %s', (_what, flaws) => {
    expect(readPytorchState(writePytorchState(TENSORS, flaws), all)).toEqual(TENSORS);
  });

  it('gives the wanted tensors, as copies', () => {
    const file = writePytorchState(TENSORS, ofKernel({ storageClass: 'LongStorage' }));
    const read = readPytorchState(file, (name) => name.startsWith('dense/'));
    file.fill(0);
    expect([...read.keys()]).toEqual(['dense/kernel', 'dense/bias']);
    expect(read.get('dense/kernel')).toEqual(TENSORS.get('dense/kernel'));
  });

  it('gives a part of a storage', () => {
    const file = writePytorchState(TENSORS, ofKernel({ shape: [2, 4], strides: [4, 1], offset: 3 }));
    const values = TENSORS.get('conv/kernel')?.values.slice(3, 11);
    expect(readPytorchState(file, all).get('conv/kernel')).toEqual({ shape: [2, 4], values });
  });

  it('is refused or read the same wherever a bit of it is wrong', () => {
    const file = writePytorchState(TENSORS);
    let refused = 0;
    for (let at = 0; at < file.length; at++) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const refusal = refusalOf(() => expect(readPytorchState(changed, all)).toEqual(TENSORS));
      refused += refusal === null ? 0 : 1;
    }
    // What is not refused says nothing of the weights, such as padding, versions and times of entries.
    expect(refused).toBeGreaterThan(file.length / 2);
  });

  it('is refused wherever it is cut', () => {
    const file = writePytorchState(TENSORS);
    for (let length = 0; length < file.length; length++)
      expect(
        refusalOf(() => readPytorchState(file.subarray(0, length), all)),
        `${length}`,
      ).not.toBeNull();
  });

  it.each<[string, Partial<PickledTensor>]>([
    ['does not lie row after row', { strides: [1, 3, 6, 6] }],
    ['does not lie row after row', { strides: [0, 0, 0, 0] }],
    ['does not lie row after row', { strides: [] }],
    ['beyond its storage', { shape: [3, 2, 1, 5], strides: [10, 5, 5, 1] }],
    ['beyond its storage', { offset: 1 }],
    ['no number', { offset: -1 }],
    ['no number', { shape: [-3, -8], strides: [8, 1] }],
    ['has the shape', { shape: [2 ** 30, 2 ** 30], strides: [2 ** 30, 1] }],
    ['has the shape', { shape: Array.from({ length: 9_000 }, () => 1) }],
    ['has 96 bytes for 25 values', { stored: 25 }],
    ['has 96 bytes for 2147483647 values', { stored: 2 ** 31 - 1 }],
    ['not of float32', { storageClass: 'LongStorage' }],
    ['names “torch HalfStorage”', { storageClass: 'HalfStorage' }],
    ['no storage of the kind', { device: 'cuda:0' }],
  ])('is refused for a tensor that %s', (word, change) => {
    expect(refusalWith(ofKernel(change))).toContain(word);
  });

  it.each<[string, PytorchFlaws]>([
    ['not little-endian', { byteOrder: 'big' }],
    ['no dictionary', { pickle: pickleOf('\x80\x02K\x01.') }],
    ['is no tensor', { pickle: pickleOf('\x80\x02}', pickledText('a'), 'K\x01s.') }],
    [
      'has no storage',
      { pickle: pickleOf('\x80\x02}', pickledText('a'), 'ctorch._utils\n_rebuild_tensor_v2\n(K\x01K\x01))\x89)tRs.') },
    ],
  ])('is refused: %s', (word, flaws) => {
    expect(refusalWith(flaws)).toContain(word);
  });

  it('is refused without a pickle, with two and without a storage', () => {
    const refusalOfEntries = (change: (entries: Map<string, Uint8Array>) => void) => {
      const entries = pytorchEntries(TENSORS);
      change(entries);
      return refusalOf(() => readPytorchState(writeZip(entries), all));
    };
    expect(refusalOfEntries((entries) => entries.delete('archive/data.pkl'))).toContain('0 pickles');
    expect(refusalOfEntries((entries) => entries.set('other/data.pkl', Buffer.of()))).toContain('2 pickles');
    expect(refusalOfEntries((entries) => entries.delete('archive/data/0'))).toContain('no bytes for 24');
  });

  it('is refused where tensors share a storage, since a small file could ask for much memory', () => {
    const none = { shape: [], values: new Float32Array(0) };
    const copies = Array.from({ length: 60 }, (_, index) => [`copy ${index}`, none] as const);
    const shared = new Map([['first', { shape: [500], values: new Float32Array(500) }], ...copies]);
    const file = writePytorchState(shared, {
      tensor: (_name, tensor) => ({ ...tensor, shape: [500], strides: [1], key: '0', stored: 500 }),
    });
    expect(refusalOf(() => readPytorchState(file, all))).toContain('more values than the file');
  });
});
