import type { FileWindow } from '../../../files/file-window.ts';
import { firstFrame } from './frame-walk.ts';
import type { MpegFrame } from './mpeg-frame.ts';
import { mpegFrame } from './mpeg-frame.ts';

/** The first frame of MPEG audio, which may be an information frame (Xing, Info). */
export interface FirstMpegFrame {
  readonly position: number;
  readonly frame: MpegFrame;
  readonly bytes: Buffer;
  /** Where the information's word would stand in the bytes. */
  readonly tag: number;
  /** What stands there: `Xing` or `Info` of an information frame. */
  readonly word: string;
}

const HEADER_BYTES = 4;

/** Looks for the first frame behind tags. @returns null where there is no MPEG audio @throws what the file system says */
export async function firstMpegFrame(file: FileWindow, start: number): Promise<FirstMpegFrame | null> {
  const first = await firstFrame(file, start, mpegFrame);
  const frame = first && mpegFrame(await file.read(first.position, HEADER_BYTES), 0);
  if (!frame) return null;
  const bytes = await file.read(first.position, frame.bytes);
  const tag = HEADER_BYTES + frame.sideInfoBytes;
  return { position: first.position, frame, bytes, tag, word: bytes.toString('latin1', tag, tag + 4) };
}

/** Whether a frame holds Xing's fields. */
export function hasXingFields({ word }: Pick<FirstMpegFrame, 'word'>): boolean {
  return ['Xing', 'Info'].includes(word);
}
