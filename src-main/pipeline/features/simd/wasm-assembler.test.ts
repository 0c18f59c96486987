import { describe, expect, it } from 'vitest';
import { f64x2, FunctionWriter, i32, signed, startProgram, unsigned, v128 } from './wasm-assembler.ts';

describe('numbers as bytes', () => {
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [624_485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('without a sign: %i', (value, bytes) => expect(unsigned(value)).toEqual(bytes));

  it.each([
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123_456, [0xc0, 0xbb, 0x78]],
  ])('with a sign: %i', (value, bytes) => expect(signed(value)).toEqual(bytes));
});

describe('startProgram', () => {
  it('runs loops over vectors in memory, between the addresses that it is given', () => {
    const f = new FunctionWriter(2);
    const [from, to] = f.parameters as [readonly number[], readonly number[]];
    const place = f.variable(from);
    f.loop(place, 16, to, () => {
      const value = f.let(v128.load(place.value));
      f.do(v128.store(place.value, 160, f64x2.sub(f64x2.mul(value, value), f64x2.pick(value, 1, value, 0))));
    });
    const { memory, run } = startProgram(320, f);
    const numbers = new Float64Array(memory, 0, 40);
    numbers.set([9, 9, 2, 3, 4, 5, 9, 9]);
    run(16, 48);
    expect([...numbers.subarray(20, 28)]).toEqual([0, 0, 4 - 3, 9 - 2, 16 - 5, 25 - 4, 0, 0]);
  });

  it('has a memory of whole pages, zeros at first', () => {
    const f = new FunctionWriter();
    f.do(v128.storeHalf(i32.half(i32.const(32)), 0, f64x2.const(1.5, 2.5)));
    const { memory, run } = startProgram(65_537, f);
    run();
    const numbers = new Float64Array(memory);
    expect(memory.byteLength).toBe(2 * 65_536);
    expect(numbers[2]).toBe(1.5);
    expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(1.5);
  });
});
