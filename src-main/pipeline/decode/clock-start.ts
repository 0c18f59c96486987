import { FileWindow } from '../../files/file-window.ts';
import type { FirstMpegFrame } from '../scan/lengths/first-mpeg-frame.ts';
import { firstMpegFrame, hasXingFields } from '../scan/lengths/first-mpeg-frame.ts';
import { leadingTagsEnd } from '../scan/lengths/leading-tags.ts';

/** Of ASF, whose moments are whole milliseconds, and of Matroska, whose are the same. */
const COARSE_CLOCKS = ['3026b275', '1a45dfa3'];
/** Of `kind` in a frame of layer III; FFmpeg announces other samples for layer II than it decodes. */
const LAYER_THREE = 3;
/** FFmpeg takes an encoder's delay from these alone (the first four characters of its name). */
const DELAY_WRITERS = ['LAME', 'Lavf', 'Lavc'];
/** What every MP3 decoder adds to the encoder's delay, in samples. */
const DECODER_DELAY = 529;

/**
 * Where FFmpeg's clock stands at a file's first sound, in seconds: an MP3's at the delay that its information frame
 * tells, all others' at 0.
 * @returns null for files whose clock is too coarse to cut sound by, and for those that cannot be read
 */
export async function clockStart(path: string): Promise<number | null> {
  try {
    return await FileWindow.with(path, async (file) => {
      if (COARSE_CLOCKS.includes((await file.read(0, 4)).toString('hex'))) return null;
      return mpegClockStart(file, await leadingTagsEnd(file));
    });
  } catch {
    return null;
  }
}

async function mpegClockStart(file: FileWindow, start: number): Promise<number | null> {
  const head = await file.read(start, 1);
  if (head[0] !== 0xff) return 0;
  const first = await firstMpegFrame(file, start);
  if (!first) return 0;
  if (((first.frame.kind >>> 2) & 3) !== LAYER_THREE) return null;
  return delayIn(first) / first.frame.sampleRate;
}

/** By Xing's fields and LAME's behind them. @returns samples */
function delayIn(first: FirstMpegFrame): number {
  const { bytes, tag } = first;
  if (!hasXingFields(first) || bytes.length < tag + 8) return 0;
  const flags = bytes.readUInt32BE(tag + 4);
  const fieldBytes = [4, 4, 100, 4].reduce((sum, size, bit) => sum + ((flags >>> bit) & 1) * size, 0);
  const encoder = tag + 8 + fieldBytes;
  const isKnown = DELAY_WRITERS.includes(bytes.toString('latin1', encoder, encoder + 4));
  return isKnown && bytes.length >= encoder + 24 ? (bytes.readUIntBE(encoder + 21, 3) >>> 12) + DECODER_DELAY : 0;
}
