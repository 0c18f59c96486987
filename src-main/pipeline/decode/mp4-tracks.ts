import type { FileWindow } from '../../files/file-window.ts';
import type { SoundTrack } from './sound-stream.ts';

interface Box {
  readonly type: string;
  /** Of the content. */
  readonly start: number;
  readonly end: number;
}

/** More boxes in one place than any player writes. */
const MOST_BOXES = 10_000;
const TRACK_ENABLED = 1;

/**
 * The sound tracks of an MP4 or QuickTime file; the flag is `track_enabled` of the track header (ISO/IEC 14496-12,
 * 8.3.2).
 */
export async function mp4Tracks(file: FileWindow): Promise<SoundTrack[]> {
  const tracks: SoundTrack[] = [];
  for await (const movie of boxes(file, 0, file.size)) {
    if (movie.type !== 'moov') continue;
    for await (const box of boxes(file, movie.start, movie.end)) {
      const track = box.type === 'trak' ? await soundTrack(file, box) : null;
      if (track) tracks.push(track);
    }
    break;
  }
  return tracks;
}

async function soundTrack(file: FileWindow, trak: Box): Promise<SoundTrack | null> {
  let isDefault = true;
  let isSound = false;
  for await (const box of boxes(file, trak.start, trak.end)) {
    if (box.type === 'tkhd') isDefault = ((await file.read(box.start, 4)).readUInt32BE(0) & TRACK_ENABLED) !== 0;
    if (box.type !== 'mdia') continue;
    for await (const inner of boxes(file, box.start, box.end)) {
      if (inner.type === 'hdlr') isSound = (await file.read(inner.start + 8, 4)).toString('latin1') === 'soun';
    }
  }
  return isSound ? { isDefault } : null;
}

async function* boxes(file: FileWindow, start: number, end: number): AsyncGenerator<Box> {
  for (let position = start, count = 0; position + 8 <= end && count < MOST_BOXES; count++) {
    const head = await file.read(position, 16);
    if (head.length < 8) return;
    const short = head.readUInt32BE(0);
    const isLong = short === 1 && head.length === 16;
    const size = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - position : short;
    const headerBytes = isLong ? 16 : 8;
    if (size < headerBytes) return;
    yield { type: head.toString('latin1', 4, 8), start: position + headerBytes, end: Math.min(end, position + size) };
    position += size;
  }
}
