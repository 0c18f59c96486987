import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoding } from '../../testing/encode-audio.ts';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../../testing/encode-audio.ts';
import type { Decoder, RatesRequest } from './decoder.ts';
import { createChildDecoder } from './ffmpeg-child.ts';
import { locateFfmpeg } from './locate-ffmpeg.ts';
import { isMovieSourceQuick } from './movie-source.ts';
import { IncompleteError, quickFirst } from './quick-first.ts';

const SECONDS = 8;
/** A tenth of a second of two rates. */
const MOMENT_BYTES = 2 * 1_600 * 4;
const LOSSLESS: readonly Encoding[] = ['flac', 'm4a-alac', 'wav', 'aiff'];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-movie-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function encoded(encoding: Encoding): Promise<string> {
  const path = join(folder, `sound${extensionOf(encoding)}`);
  const sound = { sampleRate: 44_100, channels: 2, frequencies: [300, 7000], hertzPerSecond: 100 } as const;
  await writeFile(path, await encodeAudio(encoding, { sound: { ...sound, seconds: SECONDS } }));
  return path;
}

/** All samples of every rate, one after the other. */
async function samplesOf(decoder: Decoder, request: RatesRequest): Promise<Buffer> {
  const parts = new Map(request.sampleRates.map((rate): [number, Buffer[]] => [rate, []]));
  for await (const { sampleRate, samples } of decoder.decodeRates(request))
    parts.get(sampleRate)?.push(Buffer.from(samples.slice().buffer));
  return Buffer.concat([...parts.values()].flat());
}

function powerOf(bytes: Buffer): number {
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

describe('a decoder that reads by a filter', async () => {
  const { executable, version } = await locateFfmpeg(null);
  if (executable === null) throw new Error('This test needs an FFmpeg.');
  const usual = createChildDecoder(executable);
  const quick = createChildDecoder(executable, '9.0');
  /** Older ones, which are never asked for it, count an MP3's moments otherwise. */
  const isExact = isMovieSourceQuick(version);
  const expectSame = async (request: RatesRequest) => {
    const [expected, given] = [await samplesOf(usual, request), await samplesOf(quick, request)];
    expect(Math.abs(given.length - expected.length)).toBeLessThanOrEqual(isExact ? 0 : MOMENT_BYTES);
    expect(powerOf(given) / powerOf(expected)).toBeCloseTo(1, isExact ? 3 : 1);
    return { expected, given };
  };

  it.each(ALL_ENCODINGS)('gives the samples of an input: %s', async (encoding) => {
    const path = await encoded(encoding);
    const { expected, given } = await expectSame({ path, sampleRates: [16_000] });
    if (isExact || LOSSLESS.includes(encoding)) expect(given.equals(expected)).toBe(true);
    await expectSame({ path, sampleRates: [16_000], startSeconds: 3.3, durationSeconds: 2 });
    await expectSame({ path, sampleRates: [22_050, 16_000], startSeconds: 0.5, durationSeconds: 4, heard: 'side' });
  });

  it('takes every name that is text', async () => {
    const path = join(folder, `it's [odd], a; name=b:c %d \\' "q".mp3`);
    await copyFile(await encoded('mp3-bare'), path);
    expect((await expectSame({ path, sampleRates: [16_000] })).given.length).toBeGreaterThan(SECONDS * 60_000);
  });

  it('goes on by an input behind a damaged frame', async () => {
    const program = join(folder, 'ffmpeg');
    const samples = (...values: number[]) => `process.stdout.write(Buffer.from(Float32Array.of(${values}).buffer))`;
    const body = `if (process.argv.includes('-i')) ${samples(1, 2, 3, 4)};
      else ${samples(1, 2)}, process.exitCode = 183;`;
    await writeFile(program, `#!${process.execPath}\n${body}`);
    await chmod(program, 0o755);
    const heard = await samplesOf(createChildDecoder(program, '7.1'), {
      path: await encoded('wav'),
      sampleRates: [16_000],
    });
    expect([...new Float32Array(heard.buffer, heard.byteOffset, heard.length / 4)]).toEqual([1, 2, 3, 4]);
  });

  it('tells the usual reasons', async () => {
    const path = join(folder, 'text.mp3');
    await writeFile(path, 'no sound');
    const reasonOf = (decoder: Decoder) => samplesOf(decoder, { path, sampleRates: [16_000] }).catch((error) => error);
    expect(await reasonOf(quick)).toEqual(await reasonOf(usual));
    expect(await reasonOf(quick)).toMatchObject({ code: 'file-corrupt' });
  });
});

describe('the quick way first', () => {
  const bytes = (...chunks: number[][]) =>
    async function* () {
      for (const chunk of chunks) yield Uint8Array.from(chunk);
    };
  const all = async (source: AsyncIterable<Uint8Array>) => {
    const values: number[] = [];
    for await (const chunk of source) values.push(...chunk);
    return values;
  };
  const broken = (error: Error, ...chunks: number[][]) =>
    async function* () {
      yield* bytes(...chunks)();
      throw error;
    };
  const usual = bytes([1, 2], [3, 4], [5, 6]);

  it('is left where it ends early or gives nothing, and no byte comes twice', async () => {
    expect(await all(quickFirst(bytes([1, 2, 3, 4, 5, 6]), bytes([9])))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await all(quickFirst(broken(new IncompleteError(), [1], [2, 3]), usual))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await all(quickFirst(bytes(), usual))).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(all(quickFirst(broken(new TypeError('other'), [1]), usual))).rejects.toThrow('other');
  });

  it('is taken with versions that pass frames between threads', () => {
    expect(['9.0.2', '7.1', 'n8.0-12', '7.1.1-1+b1'].map(isMovieSourceQuick)).toEqual([true, true, true, true]);
    expect(['6.1.1', '5.1.9-0+deb12u1', 'N-118000-gabc', ''].map(isMovieSourceQuick)).toEqual(Array(4).fill(false));
  });
});
