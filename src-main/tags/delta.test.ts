import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyDelta, createDelta } from './delta.ts';
import type { ByteSource } from './formats/segments.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-delta-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (position, length) => Promise.resolve(bytes.slice(position, position + length)) };
}

async function rebuild(original: Uint8Array, rewritten: Uint8Array) {
  const delta = await createDelta(memorySource(original), memorySource(rewritten));
  const path = join(folder, 'rebuilt');
  const target = await open(path, 'w');
  await applyDelta(memorySource(rewritten), delta, target);
  await target.close();
  return { delta, rebuilt: await readFile(path) };
}

const bytes = fc.uint8Array({ maxLength: 600 });

it('rebuilds any original from any other file', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, bytes, bytes, bytes, bytes, async (a, b, c, d, e) => {
      const original = Buffer.concat([a, b, c, d]);
      expect((await rebuild(original, Buffer.concat([a, c, e, b, d]))).rebuilt.equals(original)).toBe(true);
    }),
    { numRuns: 200, seed: 3 },
  );
});

it('stores little when much has only moved', async () => {
  const audio = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919 + (index >> 8)) & 255));
  const picture = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 104_729 + (index >> 4)) & 255));
  const { delta, rebuilt } = await rebuild(
    Buffer.concat([Buffer.from('old genre'), picture, Buffer.alloc(100), audio]),
    Buffer.concat([Buffer.from('another, longer genre'), picture, Buffer.alloc(700, 1), audio]),
  );
  expect(rebuilt.length).toBe(70_109);
  expect(delta.literals.length).toBeLessThan(300);
});
