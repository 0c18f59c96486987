import { describe, expect, it } from 'vitest';
import { pickledText, pickleOf } from '../testing/pytorch-file.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { readPickle } from './pickle-subset.ts';

/** Opcodes of protocol 2 and the end. */
function read(...parts: readonly (string | Uint8Array)[]) {
  return readPickle(pickleOf('\x80\x02', ...parts, '.'));
}

function refusalOfParts(...parts: readonly (string | Uint8Array)[]): string | null {
  return refusalOf(() => read(...parts));
}

const tuple = (...items: readonly unknown[]) => ({ kind: 'tuple', items });

describe('a pickle', () => {
  it('gives numbers, texts and truths', () => {
    expect(read('J\xfe\xff\xff\xff')).toBe(-2);
    expect(read('K\xff')).toBe(255);
    expect(read('M\x01\x02')).toBe(513);
    expect(read(pickledText('é'))).toBe('é');
    expect(read('\x88\x89\x86')).toEqual(tuple(true, false));
  });

  it('gives tuples and dictionaries', () => {
    expect(read('(K\x01(K\x02tt')).toEqual(tuple(1, tuple(2)));
    expect(read('K\x01K\x02K\x03\x87\x85')).toEqual(tuple(tuple(1, 2, 3)));
    const entries = new Map<string, unknown>([
      ['a', 1],
      ['b', tuple()],
    ]);
    expect(read('}(', pickledText('a'), 'K\x01', pickledText('b'), ')u')).toEqual({ kind: 'dictionary', entries });
    expect(read('}', pickledText('a'), 'K\x01s', pickledText('b'), ')s')).toEqual({ kind: 'dictionary', entries });
  });

  it('remembers and recalls', () => {
    expect(read('K\x07q\x05r\x00\x02\x00\x00h\x05j\x00\x02\x00\x00\x87')).toEqual(tuple(7, 7, 7));
  });

  it('gives calls and what lies outside as data', () => {
    expect(read('ccollections\nOrderedDict\n)R')).toEqual({ kind: 'dictionary', entries: new Map() });
    const call = { kind: 'call', name: 'torch._utils _rebuild_tensor_v2', items: [{ kind: 'persistent', id: 3 }] };
    expect(read('ctorch._utils\n_rebuild_tensor_v2\nK\x03Q\x85R')).toEqual(call);
  });

  it.each([
    ['cos\nsystem\n', 'names “os system”'],
    ['cbuiltins\neval\n', 'names “builtins eval”'],
    ['c__builtin__\nexec\n', 'names'],
    ['ccollections\nOrderedDict \n', 'names'],
    [`c${'a'.repeat(5_000)}`, 'too long'],
    ['ctorch\nFloatStorage\n)R', 'calls “torch FloatStorage”'],
    ['ccollections\nOrderedDict\nK\x01\x85R', 'calls “collections OrderedDict” otherwise'],
    ['K\x01)R', 'calls what is no function'],
    ['K\x01K\x01R', 'calls what is no function'],
  ])('is refused where it names or calls anything else: %j', (opcodes, word) => {
    expect(refusalOfParts(opcodes)).toContain(word);
  });

  it('is refused for every opcode that a state dictionary does not need', () => {
    const needed = new Set(Buffer.from('()JKMQRXchjqrstu}.\x85\x86\x87\x88\x89', 'latin1'));
    for (let opcode = 0; opcode < 256; opcode++)
      if (!needed.has(opcode))
        expect(refusalOfParts(Uint8Array.of(opcode))).toContain(`opcode 0x${opcode.toString(16)}, which is not read`);
  });

  it.each([
    ['', 'takes what is not there'],
    ['K\x01K\x01', 'half done'],
    ['K\x01(', 'takes what is not there'],
    ['(K\x01(\x86', 'takes what is not there'],
    ['t', 'takes what is not there'],
    ['Q', 'takes what is not there'],
    ['q\x00', 'takes what is not there'],
    ['h\x00', 'never remembered'],
    ['K\x01(u', 'no dictionary'],
    ['}(K\x01u', 'no dictionary'],
    ['}(K\x01K\x02u', 'no text'],
    ['K\x01r\xff\xff\xff\xff', 'remembers a value as number 4294967295'],
    ['X\xff\xff\xff\xff', 'cut off'],
    ['X\x01\x00\x00\x00\xff', 'no plain text'],
    ['X\x01\x00\x00\x00\x1b', 'no plain text'],
    ['c\x1b[2J\nsystem\n', 'no plain text'],
    ['K\x01.', 'goes on after its end'],
  ])('is refused where it is wrong: %j', (opcodes, word) => {
    expect(refusalOfParts(opcodes)).toContain(word);
  });

  it('is refused where a name is there twice', () => {
    const item = pickleOf(pickledText('a'), 'K\x01');
    expect(refusalOfParts('}(', item, item, 'u')).toContain('“a” is there twice');
  });

  it.each([
    ['is nested too deeply', '('.repeat(2_000_000)],
    ['is too deep', ')'.repeat(2_000_000)],
    ['more than 500000 opcodes', `)${'q\0'.repeat(1_000_000)}`],
    ['has 1025 bytes', pickledText('a'.repeat(1_025))],
  ])('is refused where it %s', (word, opcodes) => {
    expect(refusalOfParts(opcodes)).toContain(word);
  });

  it('may be nested a thousand deep, and that is read without recursion', () => {
    expect(read('('.repeat(999), 't'.repeat(999))).toBeTruthy();
    expect(read(')', '\x85'.repeat(400_000))).toBeTruthy();
  });

  it('is refused in another protocol', () => {
    for (const start of ['', '\x80\x03', '\x80\x04\x95', '(dp0\n'])
      expect(refusalOf(() => readPickle(pickleOf(start, '}.')))).not.toBeNull();
  });
});
