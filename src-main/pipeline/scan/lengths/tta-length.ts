import type { FileWindow } from '../../../files/file-window.ts';
import type { SoundLength } from './sound-length.ts';

const HEADER_BYTES = 22;

/** The length of a True Audio file, from its header. */
export async function ttaLength(file: FileWindow, start: number): Promise<SoundLength | null> {
  const header = await file.read(start, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return null;
  const [channels, sampleRate, samples] = [header.readUInt16LE(6), header.readUInt32LE(10), header.readUInt32LE(14)];
  return sampleRate > 0 && samples > 0 ? { durationSeconds: samples / sampleRate, sampleRate, channels } : null;
}
