import { describe, expect, it } from 'vitest';
import type { CheckpointFlaws } from '../testing/checkpoint-files.ts';
import { checkpointParts, writeCheckpoint } from '../testing/checkpoint-files.ts';
import { madeTensors } from '../testing/made-tensors.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { tableBlock, writeTable } from '../testing/table-file.ts';
import type { BundleEntry } from './tensor-bundle.ts';
import type { CheckpointFiles } from './tensorflow-checkpoint.ts';
import { readTensorflowCheckpoint } from './tensorflow-checkpoint.ts';

const TENSORS = madeTensors();
const all = () => true;

function refusalOfFiles(files: CheckpointFiles, isWanted: (name: string) => boolean = all): string | null {
  return refusalOf(() => readTensorflowCheckpoint(files, isWanted));
}

function refusalWith(flaws: CheckpointFlaws, isWanted?: (name: string) => boolean): string | null {
  return refusalOfFiles(writeCheckpoint(TENSORS, flaws), isWanted);
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** Changes what the table says of the kernel of `dense`. */
function ofKernel(change: Partial<BundleEntry>): CheckpointFlaws {
  return { entry: (name, entry) => (name === 'dense/kernel' ? { ...entry, ...change } : entry) };
}

/** A block whose number of restarts has another value in all its bytes. */
function withRestarts(contents: Uint8Array, byte: number): Uint8Array {
  contents.subarray(-4).fill(byte);
  return contents;
}

describe('a TensorFlow checkpoint', () => {
  it.each([1, 2, 100])('gives every tensor, with %i entries in a block', (entriesPerBlock) => {
    const read = readTensorflowCheckpoint(writeCheckpoint(TENSORS, { entriesPerBlock }), all);
    expect(read).toEqual(TENSORS);
  });

  it('gives the wanted tensors, as copies', () => {
    const files = writeCheckpoint(TENSORS);
    const read = readTensorflowCheckpoint(files, (name) => name.startsWith('conv/'));
    files.data.fill(0);
    expect([...read.keys()]).toEqual(['conv/bias', 'conv/kernel']);
    expect(read.get('conv/kernel')).toEqual(TENSORS.get('conv/kernel'));
  });

  it('is refused wherever a bit of it is wrong', () => {
    const files = writeCheckpoint(TENSORS);
    for (let at = 0; at < files.index.length; at++)
      expect(refusalOfFiles({ ...files, index: flip(files.index, at) }), `index ${at}`).not.toBeNull();
    for (let at = 0; at < files.data.length; at++)
      expect(refusalOfFiles({ ...files, data: flip(files.data, at) }), `data ${at}`).toContain('checksum');
  });

  it('is refused wherever it is cut', () => {
    const files = writeCheckpoint(TENSORS);
    for (let length = 0; length < files.index.length; length++)
      expect(refusalOfFiles({ ...files, index: files.index.subarray(0, length) }), `index ${length}`).not.toBeNull();
    for (let length = 0; length < files.data.length; length++)
      expect(refusalOfFiles({ ...files, data: files.data.subarray(0, length) }), `data ${length}`).not.toBeNull();
  });

  it('is checked where it is not wanted, too', () => {
    const files = writeCheckpoint(TENSORS);
    expect(refusalOfFiles({ ...files, data: flip(files.data, 0) }, () => false)).toContain('“conv/bias”');
  });

  it.each<[string, Partial<BundleEntry>]>([
    ['shape', { shape: [10, 11] }],
    ['shape', { shape: [-10, -10] }],
    ['shape', { shape: [2 ** 40, 2 ** 40] }],
    ['shape', { shape: Array.from({ length: 100 }, () => 1) }],
    ['has 36', { shape: Array.from({ length: 9_000 }, () => 1) }],
    ['checksum', { checksum: 0 }],
    ['cut off', { offset: 2 ** 50 }],
    ['cut off', { offset: -4 }],
    ['cut off', { size: -400 }],
    ['more values', { size: 2 ** 50 }],
    ['pieces', { shard: 1 }],
    ['pieces', { isSliced: true }],
    ['not of float32', { dataType: 2 }],
  ])('is refused for the %s of a tensor', (word, change) => {
    expect(refusalWith(ofKernel(change))).toContain(word);
  });

  it('passes over what is not of float32 and not wanted', () => {
    const files = writeCheckpoint(TENSORS, ofKernel({ dataType: 9, checksum: 0 }));
    expect(readTensorflowCheckpoint(files, (name) => name !== 'dense/kernel').size).toBe(TENSORS.size - 1);
  });

  it('is refused where tensors share bytes, since a small file could ask for much memory', () => {
    const whole = TENSORS.get('dense/kernel')?.values.byteLength ?? 0;
    const { entries } = checkpointParts(TENSORS);
    const header = entries[0];
    const kernel = entries.find(({ key }) => Buffer.from(key).toString() === 'dense/kernel');
    const copies = Array.from({ length: 500 }, (_, index) => ({
      key: Buffer.from(`copy ${String(index).padStart(5, '0')}`),
      value: kernel?.value ?? new Uint8Array(0),
    }));
    const index = writeTable([...(header ? [header] : []), ...copies]);
    expect(whole).toBe(400);
    expect(refusalOfFiles({ index, data: writeCheckpoint(TENSORS).data })).toContain('more values than the file');
  });

  it.each<[string, CheckpointFlaws]>([
    ['consists of 2 data files', { shards: 2 }],
    ['big-endian', { endianness: 1 }],
    ['compressed (1)', { compression: 1 }],
    ['restarts', { change: (contents) => withRestarts(contents, 255) }],
    ['restarts', { change: (contents) => withRestarts(contents, 0) }],
    ['cut off', { change: () => new Uint8Array(0) }],
    ['shares more', { change: (contents, index) => (index === 0 ? contents.fill(127, 0, 1) : contents) }],
    ['has 147455 bytes', { change: (contents, index) => (index === 0 ? contents.fill(255, 1, 3) : contents) }],
  ])('is refused: %s', (word, flaws) => {
    expect(refusalWith(flaws)).toContain(word);
  });

  it('is refused without a header, and out of order', () => {
    const { entries, data } = checkpointParts(TENSORS);
    expect(refusalOfFiles({ index: writeTable(entries.slice(1)), data })).toContain('no header');
    expect(refusalOfFiles({ index: writeTable([]), data })).toContain('no header');
    expect(refusalOfFiles({ index: writeTable([...entries].reverse()), data })).toContain('not in order');
  });

  it('is refused where its index names one block again and again', () => {
    const { entries, data } = checkpointParts(TENSORS);
    const named = Array.from({ length: 1_000 }, (_, index) => ({
      key: Uint8Array.of(index >> 8, index & 255),
      value: Uint8Array.of(0, 8),
    }));
    // An empty block comes first, and the index last.
    const change = (contents: Uint8Array, index: number) =>
      index === 0 ? tableBlock([]) : index === 2 ? tableBlock(named) : contents;
    expect(refusalOfFiles({ index: writeTable(entries, { entriesPerBlock: 100, change }), data })).toContain(
      'larger than the file',
    );
  });
});
