import type { ByteSource } from '../formats/byte-source.ts';
import type { DeltaStep } from './delta-steps.ts';

const BLOCK_BYTES = 1 << 20;

/** Bytes that both states of a file have: at `at` before it was overwritten, at `wanted` of what it shall become. */
interface SharedRange {
  readonly at: number;
  readonly wanted: number;
  readonly length: number;
}

/**
 * Whether a file's bytes can be what an overwriting left that stopped somewhere: each is of the one state or of the
 * other, as far as both are known. Anything else was written by somebody since.
 * @param current the file as it is
 * @param wanted what it shall become: the rewritten file, or the original in an undo
 * @param steps how the original is made from the rewritten file
 */
export async function isHalfOverwritten(
  current: ByteSource,
  wanted: ByteSource,
  steps: readonly DeltaStep[],
  isUndo: boolean,
): Promise<boolean> {
  const ranges = sharedRanges(steps, isUndo);
  const knownEnd = Math.max(0, ...ranges.map(({ at, length }) => at + length));
  if (current.size < Math.min(wanted.size, knownEnd)) return false;
  for (const range of ranges) if (!(await isOfEither(current, wanted, range))) return false;
  return true;
}

function sharedRanges(steps: readonly DeltaStep[], isUndo: boolean): SharedRange[] {
  const ranges: SharedRange[] = [];
  let position = 0;
  for (const step of steps) {
    if ('literal' in step) {
      position += step.literal;
      continue;
    }
    const [start, length] = step.copy;
    ranges.push(isUndo ? { at: start, wanted: position, length } : { at: position, wanted: start, length });
    position += length;
  }
  return ranges;
}

async function isOfEither(current: ByteSource, wanted: ByteSource, range: SharedRange): Promise<boolean> {
  for (let done = 0; done < range.length; done += BLOCK_BYTES) {
    const size = Math.min(BLOCK_BYTES, range.length - done);
    // Where the file ends already, it was cut to the length that it shall have.
    const now = await current.read(range.at + done, size);
    const [old, next] = [await wanted.read(range.wanted + done, size), await wanted.read(range.at + done, size)];
    if (now.some((byte, index) => byte !== old[index] && byte !== next[index])) return false;
  }
  return true;
}
