import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../../testing/encode-audio.ts';
import type { DecodeRequest, Decoder } from './decoder.ts';
import { createChildDecoder } from './ffmpeg-child.ts';
import { locateFfmpeg } from './locate-ffmpeg.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-waiting-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.useRealTimers();
});

async function samplesOf(decoder: Decoder, request: DecodeRequest, signal?: AbortSignal): Promise<number[]> {
  const samples: number[] = [];
  for await (const chunk of decoder.decode(request, signal)) samples.push(...chunk);
  return samples;
}

/** Waits until a file is there. */
async function contentOf(path: string): Promise<string> {
  await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true);
  return readFile(path, 'utf8');
}

/** A program in FFmpeg's place: where it waits it notes its number, and does `wait` with the `graph` and its `input`. */
async function fakeFfmpeg(name: string, wait: string): Promise<{ readonly path: string; readonly started: string }> {
  const [path, started] = [join(folder, name), join(folder, `${name}.started`)];
  const body = `const { readFileSync, writeFileSync, renameSync } = require('node:fs');
    const give = (...values) => process.stdout.write(Buffer.from(Float32Array.from(values).buffer));
    const input = process.argv[process.argv.indexOf('-i') + 1]?.slice('file:'.length);
    if (!process.argv.includes('pipe:0')) give(1, 2);
    else {
      writeFileSync(${JSON.stringify(`${started}.part`)}, String(process.pid));
      renameSync(${JSON.stringify(`${started}.part`)}, ${JSON.stringify(started)});
      const graph = readFileSync(0, 'utf8');
      if (graph === '') process.exitCode = 1; else { ${wait} }
    }`;
  await writeFile(path, `#!${process.execPath}\n${body}`);
  await chmod(path, 0o755);
  return { path, started };
}

const ORDINARY = [1, 2];
const request = (name: string): DecodeRequest => ({ path: join(folder, name), sampleRate: 8_000 });

describe('a program that waits', () => {
  it('finds the file that it is told last, under a name that is gone afterwards', async () => {
    await writeFile(join(folder, 'seven.mp3'), '7');
    const note = join(folder, 'note');
    const ffmpeg = await fakeFfmpeg(
      'link',
      `give(Number(readFileSync(input, 'utf8')), 8, 9); writeFileSync(${JSON.stringify(note)}, graph + '\\n' + input);`,
    );
    const decoder = createChildDecoder(ffmpeg.path, '5.1');
    decoder.prepare?.('/music/before.mp3');
    await contentOf(ffmpeg.started);
    expect(await samplesOf(decoder, request('seven.mp3'))).toEqual([7, 8, 9]);
    const [graph, link = ''] = (await readFile(note, 'utf8')).split('\n');
    expect(graph).toBe('[0:a:0]aresample=8000:rematrix_maxval=1.0:first_pts=0,aformat=channel_layouts=mono[r0]');
    expect(link.endsWith('.mp3')).toBe(true);
    expect(existsSync(link)).toBe(false);
    expect(await samplesOf(decoder, request('seven.mp3'))).toEqual(ORDINARY);
  });

  it('is told the file by its graph where a filter reads quicker', async () => {
    await writeFile(join(folder, 'any.flac'), 'fLaC');
    const note = join(folder, 'movie-note');
    const ffmpeg = await fakeFfmpeg('movie', `give(3); writeFileSync(${JSON.stringify(note)}, graph);`);
    const decoder = createChildDecoder(ffmpeg.path, '9.0');
    decoder.prepare?.('/music/before.mp3');
    await contentOf(ffmpeg.started);
    expect(await samplesOf(decoder, request('any.flac'))).toEqual([3]);
    expect(await readFile(note, 'utf8')).toMatch(/^amovie=.*any\.flac.*,aformat=channel_layouts=mono\[r0\]$/);
  });

  it('is left alone by segments, several rates and files of another kind', async () => {
    const ffmpeg = await fakeFfmpeg('apart', 'give(5);');
    const decoder = createChildDecoder(ffmpeg.path, '5.1');
    decoder.prepare?.('/music/before.mp3');
    await contentOf(ffmpeg.started);
    expect(await samplesOf(decoder, { ...request('a.mp3'), startSeconds: 1 })).toEqual(ORDINARY);
    expect(await samplesOf(decoder, request('a.flac'))).toEqual(ORDINARY);
    expect(await samplesOf(decoder, request('a.mp3'))).toEqual([5]);
  });

  it('that gives nothing leaves the file to another run', async () => {
    const ffmpeg = await fakeFfmpeg('broken', 'process.exitCode = 1;');
    const decoder = createChildDecoder(ffmpeg.path, '5.1');
    decoder.prepare?.('/music/before.mp3');
    await contentOf(ffmpeg.started);
    expect(await samplesOf(decoder, request('b.mp3'))).toEqual(ORDINARY);
  });

  it('is ended where nobody needs it for long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ffmpeg = await fakeFfmpeg('idle', 'give(6);');
    const decoder = createChildDecoder(ffmpeg.path, '5.1');
    decoder.prepare?.('/music/before.mp3');
    vi.useRealTimers();
    const pid = Number(await contentOf(ffmpeg.started));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    decoder.prepare?.('/music/other.flac');
    vi.advanceTimersByTime(300_000);
    vi.useRealTimers();
    await expect.poll(() => isThere(pid), { timeout: 20_000 }).toBe(false);
    expect(await samplesOf(decoder, request('c.flac'))).toEqual(ORDINARY);
  });

  it('is ended with whoever cancels', async () => {
    const ffmpeg = await fakeFfmpeg('endless', 'give(4); setInterval(() => give(4), 1);');
    const decoder = createChildDecoder(ffmpeg.path, '5.1');
    decoder.prepare?.('/music/before.mp3');
    const pid = Number(await contentOf(ffmpeg.started));
    const controller = new AbortController();
    const first = decoder.decode(request('d.mp3'), controller.signal)[Symbol.asyncIterator]();
    expect((await first.next()).done).toBe(false);
    controller.abort();
    await expect(
      (async () => {
        while (!(await first.next()).done);
      })(),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => isThere(pid), { timeout: 20_000 }).toBe(false);
  });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('FFmpeg that waits', async () => {
  const { executable, version } = await locateFfmpeg(null);
  if (executable === null) throw new Error('This test needs an FFmpeg.');

  it.each(ALL_ENCODINGS)('gives the samples of an ordinary run: %s', async (encoding) => {
    const path = join(folder, `sound${extensionOf(encoding)}`);
    const sound = { sampleRate: 44_100, channels: 2, frequencies: [300, 7000], hertzPerSecond: 100 } as const;
    await writeFile(path, await encodeAudio(encoding, { sound: { ...sound, seconds: 2 } }));
    const decoder = createChildDecoder(executable, version);
    const asked = { path, sampleRate: 44_100, channels: 2 } as const;
    const ordinary = await samplesOf(decoder, asked);
    decoder.prepare?.(path);
    expect(await samplesOf(decoder, asked)).toEqual(ordinary);
  });
});
