import { describe, expect, it } from 'vitest';
import { createRandom } from '../../training/random/random.ts';
import { joinBytes } from '../formats/bytes.ts';
import { bytesSource } from '../formats/byte-source.ts';
import { fresh, keep, readPieces } from '../formats/pieces.ts';
import type { Piece } from '../formats/pieces.ts';
import { createDelta } from './delta.ts';
import { isHalfOverwritten } from './half-overwritten.ts';

const random = createRandom(1);
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.index(256));
const original = noise(6_000);

/** The file before and after, and what the journal knows of both; all that is kept lies elsewhere afterwards. */
async function rewrite(pieces: readonly Piece[]) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readPieces(bytesSource(original), pieces)) chunks.push(chunk);
  return { rewritten: joinBytes(chunks), steps: (await createDelta(bytesSource(original), pieces)).steps };
}

const GROWN = [fresh(noise(300)), keep(40, 3_000), fresh(noise(70)), keep(3_000, 6_000)];
const SHRUNK = [fresh(noise(20)), keep(400, 3_000), keep(3_100, 6_000)];

describe.each([
  ['longer', GROWN],
  ['shorter', SHRUNK],
] as const)('a file that became %s', (_name, pieces) => {
  it.each([false, true])('may have been overwritten up to any place (in an undo: %s)', async (isUndo) => {
    const { rewritten, steps } = await rewrite(pieces);
    const [from, to] = isUndo ? [rewritten, original] : [original, rewritten];
    for (let done = 0; done <= to.length; done += 97) {
      const current = joinBytes([to.subarray(0, done), from.subarray(done)]);
      expect(await isHalfOverwritten(bytesSource(current), bytesSource(to), steps, isUndo)).toBe(true);
    }
    expect(await isHalfOverwritten(bytesSource(to), bytesSource(to), steps, isUndo)).toBe(true);
  });

  it.each([false, true])(
    'is another one where bytes are of neither state, or missing (in an undo: %s)',
    async (isUndo) => {
      const { rewritten, steps } = await rewrite(pieces);
      const [from, to] = isUndo ? [rewritten, original] : [original, rewritten];
      for (let done = 0; done <= 5_000; done += 1_000) {
        const current = joinBytes([to.subarray(0, done), from.subarray(done)]);
        const edited = current.with(
          5_500,
          [0, 1, 2].find((byte) => byte !== from[5_500] && byte !== to[5_500]) as number,
        );
        expect(await isHalfOverwritten(bytesSource(edited), bytesSource(to), steps, isUndo)).toBe(false);
        expect(await isHalfOverwritten(bytesSource(current.subarray(0, 5_000)), bytesSource(to), steps, isUndo)).toBe(
          false,
        );
      }
      expect(await isHalfOverwritten(bytesSource(noise(6_000)), bytesSource(to), steps, isUndo)).toBe(false);
      expect(await isHalfOverwritten(bytesSource(new Uint8Array(0)), bytesSource(to), steps, isUndo)).toBe(false);
    },
  );
});
