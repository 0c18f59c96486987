import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoding } from '../../testing/encode-audio.ts';
import { encodeAudio, extensionOf } from '../../testing/encode-audio.ts';
import { encodeWav, synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import type { Decoder, RatesRequest } from './decoder.ts';
import { createChildDecoder } from './ffmpeg-child.ts';
import { locateFfmpeg } from './locate-ffmpeg.ts';

const RATES = [22_050, 16_000, 32_000];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-rates-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const paths = new Map<Encoding, Promise<string>>();

/** A file of a kind, which is encoded once for all decoders. */
function encoded(encoding: Encoding): Promise<string> {
  const path = paths.get(encoding) ?? encode(encoding);
  paths.set(encoding, path);
  return path;
}

async function encode(encoding: Encoding): Promise<string> {
  const sound = { seconds: 4, sampleRate: 44_100, channels: 2, frequencies: [300, 7000], hertzPerSecond: 100 } as const;
  return save(`sound${extensionOf(encoding)}`, await encodeAudio(encoding, { sound }));
}

/** All samples of every rate, as bytes. */
async function together(decoder: Decoder, request: RatesRequest): Promise<Buffer[]> {
  const chunks = new Map(request.sampleRates.map((rate): [number, Float32Array[]] => [rate, []]));
  for await (const { sampleRate, samples } of decoder.decodeRates(request))
    chunks.get(sampleRate)?.push(samples.slice());
  return [...chunks.values()].map(bytesOf);
}

async function oneByOne(decoder: Decoder, { sampleRates, ...request }: RatesRequest): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for (const sampleRate of sampleRates) {
    const chunks: Float32Array[] = [];
    for await (const samples of decoder.decode({ ...request, sampleRate })) chunks.push(samples.slice());
    all.push(bytesOf(chunks));
  }
  return all;
}

function bytesOf(chunks: readonly Float32Array[]): Buffer {
  return Buffer.concat(chunks.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}

/** The system's FFmpeg where there is one, and the built-in one. */
const { executable } = await locateFfmpeg(null);
const decoders: (readonly [string, Decoder])[] = [
  ['WebAssembly', createTestDecoder()],
  ...(executable ? [['native', createChildDecoder(executable)] as const] : []),
];

describe.each(decoders)('several rates of %s FFmpeg', (_name, decoder) => {
  it.each([
    ['mp3-bare', { startSeconds: 2.2, durationSeconds: 1.3 }],
    ['mp3-bare', { heard: 'side' }],
    ['flac', { startSeconds: 0.4, durationSeconds: 1, channels: 2 }],
    ['m4a-aac', { startSeconds: 1.7 }],
    ['wma', { durationSeconds: 2 }],
    ['wav', {}],
  ] as const)('are those of single decodings: %s, %j', async (kind, part) => {
    const request = { path: await encoded(kind), sampleRates: RATES, ...part };
    const [expected, given] = [await oneByOne(decoder, request), await together(decoder, request)];
    expect(given.map((own, index) => own.equals(expected[index]!))).toEqual([true, true, true]);
    expect(given[0]!.length).toBeGreaterThan(4 * 20_000);
  });

  it('come in turn, level in time', async () => {
    const path = await save('long.wav', synthesizeWav({ seconds: 20, sampleRate: 8_000 }));
    const heard = new Map(RATES.map((rate) => [rate, 0]));
    for await (const { sampleRate, samples } of decoder.decodeRates({ path, sampleRates: RATES })) {
      heard.set(sampleRate, heard.get(sampleRate)! + samples.length / sampleRate);
      expect(Math.max(...heard.values()) - Math.min(...heard.values())).toBeLessThan(2);
    }
    for (const seconds of heard.values()) expect(seconds).toBeCloseTo(20, 2);
  });

  it('hold what was decoded before the damage', async () => {
    const bytes = await readFile(await encoded('mp3-bare'));
    bytes.fill(0x55, Math.round(bytes.length / 2));
    const request = { path: await save('damaged.mp3', bytes), sampleRates: RATES };
    const given = await together(decoder, request);
    expect(given.map(({ length }) => length)).toEqual((await oneByOne(decoder, request)).map(({ length }) => length));
    expect(given[1]!.length).toBeGreaterThan(4 * 16_000);
  });

  it('are refused for the same reason as one', async () => {
    const files = {
      text: await save('text.mp3', Buffer.from('This is no sound.\n'.repeat(50))),
      empty: await save('empty.wav', encodeWav([new Float32Array(0)], 8_000)),
      missing: join(folder, 'missing.mp3'),
    };
    for (const path of Object.values(files)) {
      const expected = await oneByOne(decoder, { path, sampleRates: RATES }).catch((error: unknown) => error);
      expect(expected).toBeInstanceOf(Error);
      await expect(together(decoder, { path, sampleRates: RATES })).rejects.toEqual(expected);
    }
  });

  it('mix channels of which nobody knows the place', async () => {
    const channels = Array.from({ length: 12 }, (_, channel) => new Float32Array(8_000).fill(channel / 12));
    const path = await save('layout.wav', encodeWav(channels, 8_000));
    const request = { path, sampleRates: [22_050, 16_000] };
    const [expected, given] = [await oneByOne(decoder, request), await together(decoder, request)];
    expect(given.map((own, index) => own.equals(expected[index]!))).toEqual([true, true]);
  });

  it('are silent where the file is', async () => {
    const path = await save('silence.wav', encodeWav([new Float32Array(16_000)], 8_000));
    for (const bytes of await together(decoder, { path, sampleRates: RATES })) {
      expect(bytes.length).toBeGreaterThan(4 * 2 * 15_000);
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    }
  });

  it('stop on cancel', async () => {
    const path = await save('cancelled.wav', synthesizeWav({ seconds: 60, sampleRate: 8_000 }));
    const controller = new AbortController();
    let chunks = 0;
    const listening = (async () => {
      for await (const _chunk of decoder.decodeRates({ path, sampleRates: RATES }, controller.signal))
        if (++chunks === 3) controller.abort();
    })();
    await expect(listening).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('an FFmpeg that cannot write AVI files', () => {
  it('decodes the rates one after the other', async () => {
    const path = join(folder, 'ffmpeg');
    await writeFile(
      path,
      `#!${process.execPath}
       if (process.argv.includes('avi')) { console.error("Requested output format 'avi' is not a suitable output format"); process.exit(1); }
       process.stdout.write(Buffer.from(Float32Array.of(1, 2).buffer));`,
    );
    await chmod(path, 0o755);
    const given: unknown[] = [];
    const rated = createChildDecoder(path).decodeRates({ path: '/a.mp3', sampleRates: [22_050, 16_000] });
    for await (const { sampleRate, samples } of rated) given.push([sampleRate, ...samples]);
    expect(given).toEqual([
      [22_050, 1, 2],
      [16_000, 1, 2],
    ]);
  });
});
