import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyDelta, createDelta } from './delta.ts';
import { bytesSource } from '../formats/byte-source.ts';
import { joinBytes } from '../formats/bytes.ts';
import type { Piece } from '../formats/pieces.ts';
import { fresh, keep } from '../formats/pieces.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-delta-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function rebuild(original: Uint8Array, pieces: readonly Piece[]) {
  const rewritten = joinBytes(
    pieces.map((piece) => (piece.kind === 'bytes' ? piece.bytes : original.subarray(piece.start, piece.end))),
  );
  const delta = await createDelta(bytesSource(original), pieces);
  const path = join(folder, 'rebuilt');
  const target = await open(path, 'w');
  await applyDelta(bytesSource(rewritten), delta, target);
  await target.close();
  return { delta, rebuilt: await readFile(path) };
}

const bytes = fc.uint8Array({ maxLength: 600 });

it('rebuilds any original from any pieces of it and new bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.array(fc.tuple(fc.nat(200), fc.nat(200), bytes), { maxLength: 5 }),
      async (original, runs) => {
        let position = 0;
        const pieces = runs.flatMap(([skip, length, inserted]): Piece[] => {
          const start = Math.min(original.length, position + skip);
          position = Math.min(original.length, start + length);
          return [fresh(inserted), keep(start, position)];
        });
        expect((await rebuild(original, pieces)).rebuilt.equals(original)).toBe(true);
      },
    ),
    { numRuns: 200, seed: 3 },
  );
});

it('stores little when much has only moved', async () => {
  const audio = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919 + (index >> 8)) & 255));
  const picture = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 104_729 + (index >> 4)) & 255));
  const original = Buffer.concat([Buffer.from('old genre'), picture, Buffer.alloc(100), audio]);
  const rewritten = fresh(Buffer.concat([Buffer.from('another, longer genre'), picture, Buffer.alloc(700, 1)]));
  const { delta, rebuilt } = await rebuild(original, [
    rewritten,
    keep(original.length - audio.length, original.length),
  ]);
  expect(rebuilt.equals(original)).toBe(true);
  expect(delta.literals.length).toBeLessThan(300);
});
