import type { FileHandle } from 'node:fs/promises';
import { writeAll } from '../files/write-all.ts';
import type { ByteSource } from '../formats/byte-source.ts';
import { joinBytes } from '../formats/bytes.ts';
import type { Piece } from '../formats/pieces.ts';
import { lengthOf } from '../formats/pieces.ts';
import type { Delta, DeltaStep } from './delta-steps.ts';
import { diffBlocks } from './diff-blocks.ts';

const CHUNK = 1 << 20;

/**
 * What `original` has and the file of these pieces has not. Pieces that are kept, which follow one another as in the
 * original, are copies; what lies between is searched for blocks that only moved.
 */
export async function createDelta(original: ByteSource, pieces: readonly Piece[]): Promise<Delta> {
  const steps: DeltaStep[] = [];
  const literals: Uint8Array[] = [];
  let [originalPosition, rewrittenPosition] = [0, 0];
  let between: Uint8Array[] = [];
  const addGap = async (end: number): Promise<void> => {
    const fresh = joinBytes(between);
    const gap = diffBlocks(
      await original.read(originalPosition, end - originalPosition),
      fresh,
      rewrittenPosition - fresh.length,
    );
    steps.push(...gap.steps);
    literals.push(gap.literals);
    between = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'bytes') between.push(piece.bytes);
    else {
      if (piece.start < originalPosition) throw new Error('Kept pieces must follow one another.');
      await addGap(piece.start);
      steps.push({ copy: [rewrittenPosition, lengthOf(piece)] });
      originalPosition = piece.end;
    }
    rewrittenPosition += lengthOf(piece);
  }
  await addGap(original.size);
  return { steps: joinCopies(steps), literals: joinBytes(literals) };
}

function joinCopies(steps: readonly DeltaStep[]): DeltaStep[] {
  const joined: DeltaStep[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    if ('copy' in step && last && 'copy' in last && last.copy[0] + last.copy[1] === step.copy[0]) {
      joined[joined.length - 1] = { copy: [last.copy[0], last.copy[1] + step.copy[1]] };
    } else if (!('copy' in step) || step.copy[1] > 0) joined.push(step);
  }
  return joined;
}

/**
 * Writes the original, from the rewritten file and the delta, to the start of `target`.
 * @throws what the file system says
 */
export async function applyDelta(rewritten: ByteSource, delta: Delta, target: FileHandle): Promise<void> {
  let position = 0;
  let literal = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await writeAll(target, bytes, position);
    position += bytes.length;
  };
  for (const step of delta.steps) {
    if ('literal' in step) {
      await append(delta.literals.subarray(literal, literal + step.literal));
      literal += step.literal;
    } else {
      const [start, length] = step.copy;
      for (let done = 0; done < length; done += CHUNK)
        await append(await rewritten.read(start + done, Math.min(CHUNK, length - done)));
    }
  }
  await target.truncate(position);
}
