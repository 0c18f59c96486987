import { expect, test } from 'vitest';
import { appleIcon, windowsIcon } from './icons.ts';

const PICTURES = [Buffer.from('first'), Buffer.from('second one')] as const;

test('a Windows icon leads to each picture', () => {
  const icon = windowsIcon([
    [16, PICTURES[0]],
    [256, PICTURES[1]],
  ]);
  expect(icon.readUInt16LE(4)).toBe(2);
  for (const [index, picture] of PICTURES.entries()) {
    const entry = icon.subarray(6 + 16 * index, 6 + 16 * (index + 1));
    const offset = entry.readUInt32LE(12);
    expect(icon.subarray(offset, offset + entry.readUInt32LE(8))).toEqual(picture);
  }
  // 256 has no byte of its own.
  expect([icon[6], icon[22]]).toEqual([16, 0]);
});

test('lengths in an Apple icon count their own headers', () => {
  const icon = appleIcon([['ic07', PICTURES[0]]]);
  expect(icon.toString('latin1', 0, 4)).toBe('icns');
  expect(icon.readUInt32BE(4)).toBe(icon.length);
  expect(icon.toString('latin1', 8, 12)).toBe('ic07');
  expect(icon.readUInt32BE(12)).toBe(8 + PICTURES[0].length);
});
