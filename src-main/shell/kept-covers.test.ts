import { mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { KeptCovers } from './kept-covers.ts';

const PICTURE = new Uint8Array(createCanvas(320, 320).toBuffer('image/png'));
/** Each file has a checksum of 32 bytes too, and takes whole blocks of the disk. */
const SIZE = Math.ceil((PICTURE.length + 32) / 4096) * 4096;
const keyOf = (number: number) => String(number).padStart(32, '0');

it('keeps to its limit, and drops what was not wanted for longest', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-covers-'));
  const covers = new KeptCovers(folder, 4 * SIZE);
  for (const number of [1, 2, 3, 4]) {
    await covers.keep(keyOf(number), PICTURE);
    await utimes(join(folder, `${keyOf(number)}.cover`), number, number);
  }
  expect(new Uint8Array((await covers.find(keyOf(1))) ?? [])).toEqual(PICTURE);
  await covers.keep(keyOf(5), PICTURE);
  // A tenth more than the limit asks for goes.
  expect((await readdir(folder)).sort()).toEqual([1, 4, 5].map((number) => `${keyOf(number)}.cover`));
  expect(await covers.find(keyOf(2))).toBeNull();
});

it('counts what it keeps of albums without a cover by what that takes of a disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-covers-'));
  const covers = new KeptCovers(folder, 4 * 4096);
  for (const number of [1, 2, 3, 4, 5]) {
    await covers.keepNone(keyOf(number));
    await utimes(join(folder, `${keyOf(number)}.cover`), number, number);
  }
  expect((await readdir(folder)).length).toBeLessThan(5);
  expect([await covers.find(keyOf(5)), await covers.find(keyOf(1))]).toEqual([Buffer.alloc(0), null]);
});

it('passes over a folder that cannot be written', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'genrescope-covers-')), 'file');
  await writeFile(folder, 'no folder');
  const covers = new KeptCovers(folder);
  await covers.keep(keyOf(1), PICTURE);
  expect(await covers.find(keyOf(1))).toBeNull();
});
