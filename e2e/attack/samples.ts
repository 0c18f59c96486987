import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoding } from '../../src-main/testing/encode-audio.ts';
import { encodeAudio, extensionOf } from '../../src-main/testing/encode-audio.ts';
import type { DriverProcess } from './driver-process.ts';

/** Genres that every trial writes. */
export const GENRES = ['Rock', 'Brit Pöp'];
const TAGS = {
  title: 'Título ✓',
  artist: 'Ärtist',
  album: 'Album',
  date: '1999',
  track: '3/12',
  genre: 'Old Genre',
  comment: 'a comment',
};

/** A file before and after its genres are written. */
export interface Sample {
  readonly encoding: Encoding;
  readonly original: Buffer;
  readonly written: Buffer;
}

/** A second of sound with tags and, where the container takes one, a picture. */
export async function originalOf(encoding: Encoding, seconds = 1): Promise<Buffer> {
  return Buffer.from(await encodeAudio(encoding, { sound: { seconds, channels: 2 }, tags: TAGS, cover: true }));
}

/** Makes a file and learns what the writer makes of it. @throws Error if it does not write it, or not the same twice */
export async function makeSample(encoding: Encoding, folder: string, clean: DriverProcess): Promise<Sample> {
  const original = await originalOf(encoding);
  const results: Buffer[] = [];
  for (const attempt of ['first', 'second']) {
    const music = join(folder, `${encoding} ${attempt}`);
    const path = join(music, `song${extensionOf(encoding)}`);
    await mkdir(music, { recursive: true });
    await writeFile(path, original);
    const command = {
      operation: 'apply',
      root: join(music, 'journal'),
      folder: music,
      paths: [path],
      genres: GENRES,
      keepModificationTime: true,
      decoder: 'payload',
    } as const;
    const { count, files, message } = await clean.perform(command, 60_000);
    if (count !== 1)
      throw new Error(
        `The writer does not write ${encoding} without any fault: ` +
          `${files[0]?.code ?? ''} ${files[0]?.message ?? message}`,
      );
    results.push(await readFile(path));
    await rm(music, { recursive: true });
  }
  const [written, again] = results;
  if (!written || !again || !written.equals(again))
    throw new Error(`The writer writes ${encoding} differently each time: the campaign needs it to be the same.`);
  return { encoding, original, written };
}
