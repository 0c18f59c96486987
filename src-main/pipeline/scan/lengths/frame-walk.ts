import type { FileWindow } from '../../../files/file-window.ts';
import type { SoundLength } from './sound-length.ts';

/** One frame of a stream that is nothing but frames. */
export interface Frame {
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** Equal in frames that can belong together. */
  readonly kind: number;
}

/** Reads a frame's header; null where there is none. */
export type FrameParser = (bytes: Buffer, offset: number) => Frame | null;

const PIECE_BYTES = 1_048_576;
/** More than the bytes of any three frames. */
const AHEAD_BYTES = 32_768;
/** As many in a row that lead to one another are no chance. */
const RUN = 3;
/** Most files begin with their first frame. */
const SEARCHED_BYTES = 16_384;
/** Between two frames, in bytes: what lies behind more than that is no part of the stream. */
const LONGEST_GAP = 16 << 20;
/** Before the first frame. */
const MOST_LEADING_BYTES = 1_048_576;

/** Where a stream's frames begin: the first of a run that lead to one another; null where there is none. */
export async function firstFrame(
  file: FileWindow,
  start: number,
  parse: FrameParser,
): Promise<{ readonly position: number; readonly frame: Frame } | null> {
  const last = Math.min(file.size, start + MOST_LEADING_BYTES);
  for (let position = start; position < last; position += SEARCHED_BYTES) {
    const bytes = await file.read(position, SEARCHED_BYTES + AHEAD_BYTES);
    for (let offset = 0; offset < Math.min(bytes.length, SEARCHED_BYTES); offset++) {
      const frame = runAt(bytes, offset, parse);
      if (frame) return { position: position + offset, frame };
    }
  }
  return null;
}

/**
 * The length of a stream of frames, by counting them all. Headers lead from one to the next; behind a gap (a damaged
 * place, a tag) the next run is looked for.
 * @returns null where frames do not make up most of the file
 */
export async function walkFrames(file: FileWindow, start: number, parse: FrameParser): Promise<SoundLength | null> {
  const first = await firstFrame(file, start, parse);
  if (!first) return null;
  let { position } = first;
  let [seconds, covered, kind, gap] = [0, 0, -1, 0];
  let piece: Buffer = Buffer.alloc(0);
  let from = 0;
  while (position < file.size) {
    const offset = position - from;
    if (offset + AHEAD_BYTES > piece.length && from + piece.length < file.size) {
      [piece, from] = [await file.read(position, PIECE_BYTES), position];
      // Somebody cut the file off meanwhile.
      if (piece.length < Math.min(PIECE_BYTES, file.size - position)) return null;
      continue;
    }
    const frame = offset < piece.length ? parse(piece, offset) : null;
    const next = frame?.kind === kind ? frame : runAt(piece, offset, parse);
    if (next && position + next.bytes <= file.size) {
      seconds += next.samples / next.sampleRate;
      covered += next.bytes;
      kind = next.kind;
    }
    gap = next ? 0 : gap + 1;
    if (gap > LONGEST_GAP) return null;
    position += next?.bytes ?? 1;
  }
  const { sampleRate, channels } = first.frame;
  return covered > (file.size - first.position) / 2 ? { durationSeconds: seconds, sampleRate, channels } : null;
}

/** The frame here, if frames of its kind follow, or the file's end does. */
function runAt(bytes: Buffer, offset: number, parse: FrameParser): Frame | null {
  const first = parse(bytes, offset);
  if (!first) return null;
  for (let count = 1, next = offset + first.bytes; count < RUN && next !== bytes.length; count++) {
    const frame = parse(bytes, next);
    if (frame?.kind !== first.kind) return null;
    next += frame.bytes;
  }
  return first;
}
