import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireSameTwice } from './reproducible.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-reproducible-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Makes a file of the contents, one after the other. */
function maker(contents: string[]): () => Promise<string> {
  const file = join(folder, 'a.deb');
  return () => writeFile(file, contents.shift() ?? '').then(() => file);
}

test('a file that is made twice alike passes, and one that differs is told', async () => {
  expect(await requireSameTwice(maker(['one', 'one']))).toBe(join(folder, 'a.deb'));
  await expect(requireSameTwice(maker(['one', 'two']))).rejects.toThrow('a.deb differs when it is made twice.');
});
