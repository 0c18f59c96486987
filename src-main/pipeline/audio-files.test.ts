import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toErrorData } from '../contract/app-error.ts';
import { rareAudioFile } from '../testing/rare-audio-files.ts';
import { createCore } from '../testing/ffmpeg-core.ts';
import { synthesizeWav } from '../testing/synthesize.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { AUDIO_DEMUXERS, AUDIO_EXTENSIONS } from './audio-files.ts';
import { decodePlaces } from './decode/decode-places.ts';
import type { Decoder } from './decode/decoder.ts';
import { createChildDecoder } from './decode/ffmpeg-child.ts';
import { locateFfmpeg } from './decode/locate-ffmpeg.ts';
import { packetDigest, startDigest } from './decode/packet-md5.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-kinds-'));
  await writeFile(join(folder, 'private.wav'), synthesizeWav({ seconds: 2, sampleRate: 8_000 }));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function save(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function samplesOf(path: string, decoder: Decoder): Promise<Float32Array[]> {
  const chunks: Float32Array[] = [];
  for await (const samples of decoder.decode({ path, sampleRate: 8_000 })) chunks.push(samples.slice());
  return chunks;
}

/** The system's FFmpeg where there is one, and the built-in one. */
const { executable } = await locateFfmpeg(null);
const decoders: (readonly [string, Decoder])[] = [
  ['WebAssembly', createTestDecoder()],
  ...(executable
    ? ([
        ['native', createChildDecoder(executable)],
        ['native, by a filter', createChildDecoder(executable, '9.0')],
      ] as const)
    : []),
];

/** Kinds that FFmpeg can write, with its arguments, by extension. */
const ENCODED: Readonly<Record<string, readonly string[]>> = {
  '.mp3': ['-c:a', 'libmp3lame'],
  '.mp2': ['-c:a', 'mp2'],
  '.flac': [],
  '.ogg': ['-c:a', 'libvorbis'],
  '.oga': ['-c:a', 'flac', '-f', 'ogg'],
  '.opus': ['-c:a', 'libopus'],
  '.spx': ['-c:a', 'libvorbis', '-f', 'ogg'],
  '.m4a': ['-c:a', 'aac'],
  '.m4b': ['-c:a', 'alac', '-f', 'ipod'],
  '.m4p': ['-c:a', 'aac', '-f', 'ipod'],
  '.mp4': ['-c:a', 'aac'],
  '.alac': ['-c:a', 'alac', '-f', 'ipod'],
  '.aac': ['-c:a', 'aac'],
  '.wav': [],
  '.wave': ['-f', 'wav', '-rf64', 'always'],
  '.bwf': ['-f', 'wav', '-write_bext', '1'],
  '.aif': ['-f', 'aiff'],
  '.aiff': [],
  '.aifc': ['-f', 'aiff', '-c:a', 'pcm_f32be'],
  '.wma': ['-c:a', 'wmav2', '-f', 'asf'],
  '.asf': ['-c:a', 'wmav1'],
  '.wv': ['-c:a', 'wavpack'],
  '.tta': ['-c:a', 'tta'],
  '.caf': [],
  '.mka': ['-c:a', 'libmp3lame', '-f', 'matroska'],
  '.w64': ['-f', 'w64'],
  '.latm': ['-c:a', 'aac', '-f', 'latm'],
};

const paths = new Map<string, Promise<string>>();

/** A file of a kind, which is encoded once for all decoders. */
function encoded(extension: string): Promise<string> {
  const path = paths.get(extension) ?? encode(extension);
  paths.set(extension, path);
  return path;
}

async function encode(extension: string): Promise<string> {
  const core = await createCore();
  core.FS.writeFile('/in.wav', synthesizeWav({ seconds: 1, sampleRate: 48_000 }));
  expect(core.exec('-i', '/in.wav', ...(ENCODED[extension] ?? []), `/out${extension}`)).toBe(0);
  return save(`out${extension}`, core.FS.readFile(`/out${extension}`));
}

describe.each(decoders)('the kinds that are read, by %s FFmpeg', (_name, decoder) => {
  it.each(Object.keys(ENCODED))('have %s among them', async (extension) => {
    const path = await encoded(extension);
    expect(Math.max(...(await samplesOf(path, decoder)).flatMap((chunk) => [...chunk]))).toBeGreaterThan(0.1);
    expect(await packetDigest(path, decoder)).toMatch(/^murmur3=/);
  });

  it.each(['.dsf', '.dff'] as const)('have %s among them', async (extension) => {
    const path = await save(`direct stream${extension}`, rareAudioFile(extension));
    expect((await samplesOf(path, decoder)).flatMap((chunk) => [...chunk]).length).toBeGreaterThan(500);
  });

  it.each([
    ['.ape', 'ape'],
    ['.mpc', 'mpc'],
    ['.mpc8', 'mpc8'],
  ] as const)('have %s among them', async (kind, demuxer) => {
    const path = await save(`header${kind}`, rareAudioFile(kind));
    const errorWith = (demuxers: string) =>
      decoder.run(['-format_whitelist', demuxers, '-i', `file:${path}`, '-f', 'f32le', 'pipe:1']).then(
        () => null,
        (error: unknown) => toErrorData(error).code,
      );
    // A header alone may have no sound that could be decoded.
    expect(await errorWith('none')).toBe('file-not-audio');
    expect(await errorWith(demuxer)).not.toBe('file-not-audio');
    expect(AUDIO_DEMUXERS).toContain(demuxer);
  });
});

it('has a test for every extension', () => {
  const tested = new Set([...Object.keys(ENCODED), '.dsf', '.dff', '.ape', '.mpc']);
  expect(AUDIO_EXTENSIONS.filter((extension) => !tested.has(extension))).toEqual([]);
});

/** What makes FFmpeg read another file or an address, or sequences of them. */
const POINTERS: Readonly<Record<string, (path: string) => string>> = {
  HLS: (path) => `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${path}\n#EXT-X-ENDLIST\n`,
  ffconcat: (path) => `ffconcat version 1.0\nfile '${path}'\n`,
  SDP: () => 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n',
  VobSub: () => '# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n',
  SubRip: () => '1\n00:00:00,000 --> 00:00:01,000\nNot a sound.\n\n',
  WebVTT: () => 'WEBVTT\n\n00:00.000 --> 00:01.000\nNot a sound.\n',
};

/** Newer releases know some playlists by their extension alone: these are damaged music to them. */
const REFUSED: unknown = expect.stringMatching(/^file-(not-audio|corrupt)$/);

describe.each(decoders)('a file that points to others, by %s FFmpeg', (name, decoder) => {
  it.each(
    Object.keys(POINTERS).flatMap((kind) => ['.mp3', '.wav', '.flac', '.ogg'].map((extension) => [kind, extension])),
  )('is not followed: %s in %s', async (kind, extension) => {
    const target = kind === 'ffconcat' ? 'private.wav' : join(folder, 'private.wav');
    const path = await save(`${kind}${extension}`, POINTERS[kind]!(target));
    const refusal = { code: name === 'WebAssembly' ? 'file-not-audio' : REFUSED };
    const places = { path, sampleRate: 8_000, channels: 1, startSeconds: [0, 0.5], seconds: 0.1 } as const;
    await expect(samplesOf(path, decoder)).rejects.toMatchObject(refusal);
    await expect(decodePlaces(places, decoder)).rejects.toMatchObject(refusal);
    await expect(packetDigest(path, decoder)).rejects.toMatchObject(refusal);
    await expect(startDigest(path, decoder)).rejects.toMatchObject(refusal);
  });
});

it
  .runIf(executable !== null && process.platform !== 'win32')
  .each([
    'concat:a|b.mp3',
    'http:evil.mp3',
    'subfile,,start,0,end,9,,:a.mp3',
    'pipe:0.mp3',
    'data:audio,mp3.mp3',
    '-i.mp3',
    'take %03d.mp3',
  ])('takes the name %s for a name', async (name) => {
  const path = await save(name, synthesizeWav({ seconds: 1, sampleRate: 8_000 }));
  const decoder = createChildDecoder(executable ?? '');
  expect((await samplesOf(path, decoder)).reduce((sum, { length }) => sum + length, 0)).toBe(8_000);
});

describe('every input of every run', () => {
  it('has its own lists of demuxers and protocols, and the prefix of files', async () => {
    const runs: (readonly string[])[] = [];
    const spy: Decoder = {
      ...createTestDecoder(),
      run(args) {
        runs.push(args);
        return Promise.resolve(Buffer.from(`murmur3=${'0'.repeat(32)}`));
      },
    };
    const path = '-a.mp3';
    await packetDigest(path, spy);
    await startDigest(path, spy);
    await decodePlaces({ path, sampleRate: 8_000, channels: 1, startSeconds: [1, 2, 3], seconds: 0.1 }, spy);
    const inputs = runs.flatMap((args) => args.flatMap((arg, index) => (arg === '-i' ? [{ args, index }] : [])));
    expect(inputs).toHaveLength(5);
    for (const { args, index } of inputs) {
      const between = args.slice(args.lastIndexOf('-i', index - 1) + 1, index);
      expect(between.join(' ')).toMatch(/-protocol_whitelist file -format_whitelist mp3,flac,\S+$/);
      expect(args[index + 1]).toBe('file:-a.mp3');
    }
  });
});
