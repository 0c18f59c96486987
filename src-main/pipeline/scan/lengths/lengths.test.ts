import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../../testing/ffmpeg-core.ts';
import { synthesizeWav } from '../../../testing/synthesize.ts';
import { readAudioFormat } from '../read-audio-format.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-lengths-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const SECONDS = 10;

async function encode(
  name: string,
  args: readonly string[],
  sound: { amplitude?: number; noise?: number; seconds?: number } = {},
): Promise<Buffer> {
  const core = await createCore();
  core.FS.writeFile('/in.wav', synthesizeWav({ seconds: SECONDS, sampleRate: 44_100, channels: 2, ...sound }));
  expect(core.exec('-i', '/in.wav', ...args, '-map_metadata', '-1', `/${name}`)).toBe(0);
  return Buffer.from(core.FS.readFile(`/${name}`));
}

async function formatOf(name: string, ...parts: readonly Uint8Array[]) {
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(parts));
  return readAudioFormat(path);
}

const mp3 = (...args: string[]) => ['-c:a', 'libmp3lame', '-id3v2_version', '0', ...args];

/** A file whose information frame tells another number of frames, with its checksum or without. */
function withFrames(file: Buffer, change: (frames: number) => number): Buffer {
  const changed = Buffer.from(file);
  const tag = Math.max(changed.indexOf('Xing'), changed.indexOf('Info'));
  expect(tag).toBeGreaterThan(0);
  changed.writeUInt32BE(change(changed.readUInt32BE(tag + 8)), tag + 8);
  return changed;
}

describe('the length of MP3 files', () => {
  it.each([0.5, 2, 10, 0])('is not what an information frame says that tells %f times the frames', async (factor) => {
    const file = withFrames(await encode('a.mp3', mp3('-q:a', '4')), (frames) => frames * factor);
    expect((await formatOf(`times ${factor}.mp3`, file)).durationSeconds).toBeCloseTo(SECONDS, 0);
  });

  it('is what an information frame says that was left as it was', async () => {
    for (const quality of [
      ['-q:a', '4'],
      ['-b:a', '128k'],
      ['-q:a', '4', '-ar', '22050', '-ac', '1'],
    ]) {
      const file = await encode('b.mp3', mp3(...quality));
      expect((await formatOf('whole.mp3', file)).durationSeconds).toBeCloseTo(SECONDS, 0);
      expect((await formatOf('twice.mp3', file, file)).durationSeconds).toBeCloseTo(2 * SECONDS, 0);
      expect((await formatOf('cut.mp3', file.subarray(0, file.length / 2))).durationSeconds).toBeLessThan(
        0.7 * SECONDS,
      );
    }
  });

  it('is counted where nothing tells it, whatever the first frames are like and whatever stands around the sound', async () => {
    const quiet = await encode('quiet.mp3', mp3('-b:a', '32k', '-write_xing', '0'), { amplitude: 0, noise: 0 });
    const loud = await encode('loud.mp3', mp3('-b:a', '320k', '-write_xing', '0'));
    const id3 = Buffer.concat([
      Buffer.from('ID3'),
      Buffer.from([3, 0, 0, 0, 0, 7, 0x50]),
      Buffer.alloc(7 * 128 + 0x50, 0xff),
    ]);
    const id3v1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0x41)]);
    const format = await formatOf(
      'joined.mp3',
      id3,
      id3,
      Buffer.alloc(1_500),
      quiet,
      loud,
      Buffer.alloc(5_000, 0x20),
      loud,
      id3v1,
    );
    expect(format).toMatchObject({ sampleRate: 44_100, channels: 2 });
    expect(format.durationSeconds).toBeCloseTo(3 * SECONDS, 0);
    const reverse = await formatOf('reverse.mp3', loud, quiet);
    expect(reverse.durationSeconds).toBeCloseTo(2 * SECONDS, 0);
  });

  it('is also counted for files of MPEG layer II and of two sampling rates', async () => {
    const second = await encode('a.mp2', ['-c:a', 'mp2']);
    expect((await formatOf('a.mp2', second)).durationSeconds).toBeCloseTo(SECONDS, 0);
    const rates = await Promise.all(
      ['44100', '24000'].map((rate) => encode('a.mp3', mp3('-b:a', '64k', '-ar', rate, '-write_xing', '0'))),
    );
    expect((await formatOf('rates.mp3', ...rates)).durationSeconds).toBeCloseTo(2 * SECONDS, 0);
  });
});

describe('the length of WAVE files', () => {
  const wav = Buffer.from(synthesizeWav({ seconds: SECONDS, sampleRate: 44_100, channels: 2 }));

  it.each([
    [0, 0],
    [0xffff_ffff, 0xffff_ffff],
    [0x7fff_ffff, 0x7fff_ffff],
    [36, 0],
  ])('reaches to the end where the sizes are %i and %i', async (file, data) => {
    const piped = Buffer.from(wav);
    piped.writeUInt32LE(file, 4);
    piped.writeUInt32LE(data, 40);
    expect(await formatOf('piped.wav', piped)).toMatchObject({
      durationSeconds: SECONDS,
      sampleRate: 44_100,
      channels: 2,
    });
  });

  it('is known where it needs 64 bits, and where there are bytes behind the sound', async () => {
    const long = await encode('rf64.wav', ['-rf64', 'always']);
    expect(long.toString('latin1', 0, 4)).toBe('RF64');
    expect(await formatOf('rf64.wav', long)).toMatchObject({
      durationSeconds: SECONDS,
      sampleRate: 44_100,
      channels: 2,
    });
    expect(
      (await formatOf('bw64.wav', Buffer.from('BW64'), long.subarray(4), Buffer.alloc(1_000))).durationSeconds,
    ).toBe(SECONDS);
    expect((await formatOf('behind.wav', wav, Buffer.alloc(777))).durationSeconds).toBeCloseTo(SECONDS, 2);
    expect((await formatOf('a.w64', await encode('a.w64', []))).durationSeconds).toBe(SECONDS);
  });
});

describe('the length of other files', () => {
  it.each([
    ['a.aac', ['-c:a', 'aac', '-b:a', '64k']],
    ['a.oga', ['-c:a', 'flac', '-f', 'ogg']],
    ['a.tta', ['-c:a', 'tta']],
    ['a.caf', []],
    ['alac.caf', ['-c:a', 'alac']],
    ['a.flac', ['-c:a', 'flac']],
  ])('is known in %s', async (name, args) => {
    const format = await formatOf(name, await encode(name, args));
    expect(format).toMatchObject({ sampleRate: 44_100, channels: 2 });
    expect(Math.abs(format.durationSeconds! - SECONDS)).toBeLessThan(0.06);
  });

  it('is told by the last frame of a FLAC file whose header does not know it', async () => {
    const flac = await encode('a.flac', ['-c:a', 'flac']);
    flac.fill(0, 22, 26);
    flac.writeUInt8(flac.readUInt8(21) & 0xf0, 21);
    expect((await formatOf('piped.flac', flac)).durationSeconds).toBeCloseTo(SECONDS, 6);
  });

  it('reaches to the end of an AIFF file that tells no frames', async () => {
    const aiff = await encode('a.aiff', []);
    aiff.writeUInt32BE(0, aiff.indexOf('COMM') + 10);
    expect((await formatOf('piped.aiff', aiff)).durationSeconds).toBeCloseTo(SECONDS, 3);
  });

  it('is not invented for what is no sound', async () => {
    expect((await formatOf('noise.mp3', Buffer.from('not music at all '.repeat(1_000)))).durationSeconds).toBeNull();
    expect((await formatOf('head.wav', Buffer.from('RIFF\0\0\0\0WAVE'))).durationSeconds).toBeNull();
    expect((await formatOf('head.flac', Buffer.from('fLaC'))).durationSeconds).toBeNull();
  });
});
