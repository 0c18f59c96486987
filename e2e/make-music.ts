import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoding } from '../src-main/testing/encode-audio.ts';
import { encodeAudio, extensionOf } from '../src-main/testing/encode-audio.ts';

/** A generated track in `folder`, with tags and, where the container takes one, a picture. @returns its path */
export async function makeTrack(
  folder: string,
  name: string,
  encoding: Encoding,
  options: { seconds?: number; genre?: string; frequency?: number } = {},
): Promise<string> {
  const { seconds = 4, genre, frequency = 300 } = options;
  const path = join(folder, `${name}${extensionOf(encoding)}`);
  const tags = {
    title: `Title of ${name}`,
    artist: 'The Generators',
    album: 'Tones',
    track: '3/12',
    comment: 'kept',
    ...(genre === undefined ? {} : { genre }),
  };
  const sound = {
    seconds,
    channels: 2,
    frequencies: [frequency, frequency * 1.5, frequency * 2.02],
    noise: 0.05,
  } as const;
  await writeFile(path, await encodeAudio(encoding, { sound, tags, cover: true }));
  return path;
}
