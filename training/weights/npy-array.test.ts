import { describe, expect, it } from 'vitest';
import type { NpyFlaws } from '../testing/npy-file.ts';
import { float32Bytes, utf32Bytes, writeNpy } from '../testing/npy-file.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { readNpyArray } from './npy-array.ts';

const NUMBERS = float32Bytes([1, -2.5, 3, 0, 1e-3, 6]);
const refusal = (file: Uint8Array) => refusalOf(() => readNpyArray(file));

describe('an array of NumPy’s', () => {
  it('is read row after row, of one dimension or two', () => {
    const values = Float32Array.of(1, -2.5, 3, 0, 1e-3, 6);
    expect(readNpyArray(writeNpy('<f4', '(2, 3)', NUMBERS))).toEqual({ shape: [2, 3], values });
    expect(readNpyArray(writeNpy('<f4', '(6,)', NUMBERS))).toEqual({ shape: [6], values });
    expect(readNpyArray(writeNpy('<f4', '(0, 50)', float32Bytes([]))).values).toHaveLength(0);
  });

  it('is read where it lies anywhere in a larger file, and is a copy', () => {
    const inner = writeNpy('<f4', '(6,)', NUMBERS);
    const outer = new Uint8Array(inner.length + 3);
    outer.set(inner, 3);
    const { values } = readNpyArray(outer.subarray(3));
    outer.fill(0);
    expect([...values].slice(0, 2)).toEqual([1, -2.5]);
  });

  it('may hold texts, of any letters and shorter than their room', () => {
    const texts = ['jazz.00001', '', 'Björk 🎻'];
    expect(readNpyArray(writeNpy('<U10', '(3,)', utf32Bytes(texts, 10))).values).toEqual(texts);
    const long = 'é'.repeat(300_000);
    expect(readNpyArray(writeNpy('<U300000', '(1,)', utf32Bytes([long], 300_000))).values).toEqual([long]);
  });

  it.each<[string, NpyFlaws]>([
    ['no array', { magic: '\x93NUMPI' }],
    ['no array', { version: 2 }],
    ['unknown kind', { header: "{'descr': '<f4', 'fortran_order': True, 'shape': (6,), }" }],
    ['unknown kind', { header: "{'descr': '|O', 'fortran_order': False, 'shape': (6,), }" }],
    ['unknown kind', { header: "{'descr': '>f4', 'fortran_order': False, 'shape': (6,), }" }],
    ['unknown kind', { header: "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }" }],
    ['unknown kind', { header: "{'descr': '<f4', 'fortran_order': False, 'shape': (-6,), }" }],
    ['unknown kind', { header: "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), }" }],
    ['unknown kind', { header: '' }],
  ])('is refused as %s: %j', (word, flaws) => {
    expect(refusal(writeNpy('<f4', '(6,)', NUMBERS, flaws))).toContain(word);
  });

  it.each([
    ['<f4', '(7,)'],
    ['<f4', '(2, 2)'],
    ['<f4', '(99999999999999999999, 99999999999999999999)'],
    ['<f4', `(0, ${'9'.repeat(400)})`],
    ['<f8', '(3,)'],
    ['|f4', '(6,)'],
    ['<U3', '(3,)'],
  ])('is refused where %s of %s is not what its bytes are', (type, shape) => {
    expect(refusal(writeNpy(type, shape, NUMBERS))).toContain('bytes for');
  });

  it('is refused where a text is no Unicode, or has no room for letters', () => {
    const codes = new Uint8Array(Uint32Array.of(65, 0x11_0000).buffer);
    expect(refusal(writeNpy('<U2', '(1,)', codes))).toContain('Unicode');
    expect(refusal(writeNpy('<U0', '(4000000000,)', new Uint8Array(0)))).toContain('<U0');
  });

  it('is refused wherever it is cut off', () => {
    const file = writeNpy('<U3', '(2,)', utf32Bytes(['abc', 'de'], 3));
    for (let length = 0; length < file.length; length++)
      expect(refusal(file.subarray(0, length)), `${length} bytes`).not.toBeNull();
    expect(refusal(Buffer.concat([file, Buffer.alloc(1)]))).toContain('bytes for');
  });
});
