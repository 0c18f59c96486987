import { execFileSync } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCore } from '../../src-main/testing/ffmpeg-core.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';

/** Formats whose speed is measured, with the encoder's arguments. */
export const BENCH_FORMATS = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '320k', '-id3v2_version', '3'],
  flac: ['-c:a', 'flac'],
  m4a: ['-c:a', 'aac', '-b:a', '320k'],
} as const;
/** A name of {@link BENCH_FORMATS}. */
export type BenchFormat = keyof typeof BENCH_FORMATS;

const TAGS = [
  '-metadata',
  'title=A title',
  '-metadata',
  'artist=An artist',
  '-metadata',
  'album=An album',
  '-metadata',
  'genre=Old Genre',
];
const SOUND_SECONDS = 10;
const SAMPLE_RATE = 44_100;

/** A real encode of so many bytes, about: a synthesised sound, again and again. */
export async function encodeFile(format: BenchFormat, bytes: number): Promise<Uint8Array> {
  const core = await createCore();
  core.FS.writeFile(
    '/in.wav',
    synthesizeWav({ seconds: SOUND_SECONDS, sampleRate: SAMPLE_RATE, channels: 2, noise: 0.1 }),
  );
  core.setLogger(() => undefined);
  const status = core.exec(
    '-stream_loop',
    '-1',
    '-i',
    '/in.wav',
    ...BENCH_FORMATS[format],
    ...TAGS,
    '-fs',
    String(bytes),
    `/out.${format}`,
  );
  if (status !== 0) throw new Error(`FFmpeg could not encode ${format}`);
  return core.FS.readFile(`/out.${format}`).slice();
}

/** An audiobook of so many bytes, about, its tables in front of the sound. @throws where there is no ffmpeg program */
export async function makeAudiobook(folder: string, bytes: number): Promise<string> {
  const [short, path] = [join(folder, 'short.m4a'), join(folder, 'book.m4b')];
  await writeFile(short, await encodeFile('m4a', 1_000_000));
  const loops = Math.ceil(bytes / 1_000_000) - 1;
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-stream_loop',
    String(loops),
    '-i',
    short,
    '-map',
    '0:a',
    '-c',
    'copy',
    ...TAGS,
    '-movflags',
    '+faststart',
    '-f',
    'ipod',
    path,
  ]);
  return path;
}

/** A WAV file of so many bytes: one sound, again and again. */
export async function makeLargeWave(folder: string, bytes: number): Promise<string> {
  const path = join(folder, 'large.wav');
  const sound = Buffer.from(synthesizeWav({ seconds: SOUND_SECONDS, sampleRate: SAMPLE_RATE, channels: 2 }));
  const [header, samples] = [sound.subarray(0, 44), sound.subarray(44)];
  const repeats = Math.floor((bytes - header.length) / samples.length);
  header.writeUInt32LE(header.length - 8 + repeats * samples.length, 4);
  header.writeUInt32LE(repeats * samples.length, 40);
  const file = await open(path, 'w');
  await file.write(header);
  for (let repeat = 0; repeat < repeats; repeat++) await file.write(samples);
  await file.sync();
  await file.close();
  return path;
}
