import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ffmpeg } from '../music-library.ts';

/** What files are called, their extension, and FFmpeg's options that make them. */
export const FORMATS: readonly (readonly [name: string, extension: string, ...options: string[]])[] = [
  ['MP3 192 kbit/s', 'mp3', '-c:a', 'libmp3lame', '-b:a', '192k'],
  ['MP3 VBR', 'mp3', '-c:a', 'libmp3lame', '-q:a', '2'],
  ['FLAC', 'flac'],
  ['AAC', 'm4a', '-c:a', 'aac', '-b:a', '192k'],
  ['ALAC', 'm4a', '-c:a', 'alac'],
  ['Vorbis', 'ogg', '-c:a', 'libvorbis', '-q:a', '5'],
  ['Opus', 'opus', '-c:a', 'libopus', '-b:a', '128k'],
  ['WMA', 'wma', '-c:a', 'wmav2', '-b:a', '192k'],
  ['WAV', 'wav'],
  ['AIFF', 'aiff'],
];

/** Makes `count` files of one format of one piece of sound, in a folder of their own. @returns their paths */
export function makeFormat(
  [, extension, ...options]: (typeof FORMATS)[number],
  { source, folder, count }: { readonly source: string; readonly folder: string; readonly count: number },
): string[] {
  mkdirSync(folder, { recursive: true });
  const paths = Array.from({ length: count }, (_, track) => join(folder, `track ${track}.${extension}`));
  const [first = '', ...others] = paths;
  ffmpeg('-i', source, ...options, first);
  for (const path of others) copyFileSync(first, path);
  return paths;
}
