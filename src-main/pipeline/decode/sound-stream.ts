import { FileWindow } from '../../files/file-window.ts';
import { matroskaTracks } from './matroska-tracks.ts';
import { mp4Tracks } from './mp4-tracks.ts';

/** A sound track of a container, in the container's order. */
export interface SoundTrack {
  /** Whether a player that is asked for nothing else plays it. */
  readonly isDefault: boolean;
}

/**
 * Which of a file's sound streams is heard, counted from 0 as FFmpeg's `0:a:N` counts: the first with the default flag,
 * or the first. Only MP4 and Matroska have such a flag. FFmpeg's own choice would do only nearly: among streams of
 * equal rank it takes the one with most channels. What cannot be read is left to the decoder.
 */
export async function soundStream(path: string): Promise<number> {
  try {
    return await FileWindow.with(path, async (file) =>
      Math.max(
        0,
        (await tracksOf(file)).findIndex(({ isDefault }) => isDefault),
      ),
    );
  } catch {
    return 0;
  }
}

async function tracksOf(file: FileWindow): Promise<SoundTrack[]> {
  const head = await file.read(0, 12);
  if (head.toString('latin1', 4, 8) === 'ftyp') return mp4Tracks(file);
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return matroskaTracks(file);
  return [];
}
