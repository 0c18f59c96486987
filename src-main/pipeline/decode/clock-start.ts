import { FileWindow } from '../../files/file-window.ts';
import { firstFrame } from '../scan/lengths/frame-walk.ts';
import { leadingTagsEnd } from '../scan/lengths/leading-tags.ts';
import { mpegFrame } from '../scan/lengths/mpeg-frame.ts';

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
  const found = await firstFrame(file, start, mpegFrame);
  const frame = found && mpegFrame(await file.read(found.position, 4), 0);
  if (!frame) return 0;
  if (((frame.kind >>> 2) & 3) !== LAYER_THREE) return null;
  return delayIn(await file.read(found.position, frame.bytes), 4 + frame.sideInfoBytes) / frame.sampleRate;
}

/** Xing's fields and LAME's behind them. @param tag where they begin @returns samples */
function delayIn(frame: Buffer, tag: number): number {
  const word = frame.toString('latin1', tag, tag + 4);
  if (!['Xing', 'Info'].includes(word) || frame.length < tag + 8) return 0;
  const flags = frame.readUInt32BE(tag + 4);
  const fieldBytes = [4, 4, 100, 4].reduce((sum, bytes, bit) => sum + ((flags >>> bit) & 1) * bytes, 0);
  const encoder = tag + 8 + fieldBytes;
  const isKnown = DELAY_WRITERS.includes(frame.toString('latin1', encoder, encoder + 4));
  return isKnown && frame.length >= encoder + 24 ? (frame.readUIntBE(encoder + 21, 3) >>> 12) + DECODER_DELAY : 0;
}
