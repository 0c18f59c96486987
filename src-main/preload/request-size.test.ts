import { expect, it } from 'vitest';
import { sizeOf } from './request-size.ts';

const MOST = 1_000_000;

it('counts texts, bytes and values, wherever they lie', () => {
  expect(sizeOf(null, MOST)).toBe(64);
  expect(sizeOf({ text: 'x'.repeat(1000) }, MOST)).toBe(2128);
  expect(sizeOf([{ ids: new Int32Array(1000) }], MOST)).toBe(4192);
  expect(sizeOf(new ArrayBuffer(10), MOST)).toBe(74);
});

it('ends above the limit', () => {
  const cyclic: { own?: unknown } = {};
  cyclic.own = cyclic;
  for (const value of [cyclic, new Array(MOST), 'x'.repeat(MOST), { bytes: new Uint8Array(MOST) }])
    expect(sizeOf(value, MOST)).toBeGreaterThan(MOST);
});
