import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FFMPEG_ARCHIVES } from '../../contract/pinned-archives.ts';
import { archiveFolder } from '../../files/app-home.ts';
import { segmentsOf } from './analysis-windows.ts';
import { decodeFailure } from './decode-failure.ts';
import { decodeArguments } from './ffmpeg-arguments.ts';
import { createChildDecoder } from './ffmpeg-child.ts';
import { installedFfmpeg } from './installed-ffmpeg.ts';
import { locateFfmpeg } from './locate-ffmpeg.ts';
import { createSampleReader } from './sample-reader.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-decode-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A program that stands in for FFmpeg. */
async function program(name: string, body: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\n${body}`);
  await chmod(path, 0o755);
  return path;
}

async function collect(source: AsyncIterable<Float32Array>): Promise<number[]> {
  const samples: number[] = [];
  for await (const chunk of source) samples.push(...chunk);
  return samples;
}

const request = { path: '/a -b.mp3', sampleRate: 22_050 };

describe('FFmpeg as a child process', () => {
  it('yields samples however the pipe cuts them', async () => {
    const ffmpeg = await program(
      'cut',
      `const bytes = Buffer.from(Float32Array.of(1, 2, 3, NaN, 5).buffer);
       process.stdout.write(bytes.subarray(0, 3));
       setTimeout(() => process.stdout.write(bytes.subarray(3)), 50);`,
    );
    expect(await collect(createChildDecoder(ffmpeg).decode(request))).toEqual([1, 2, 3, 0, 5]);
  });

  it('keeps what was decoded before the damage, and tells the reason where nothing was', async () => {
    const partly = await program(
      'partly',
      'process.stdout.write(Buffer.from(Float32Array.of(1, 2).buffer)); console.error("Invalid data"); process.exitCode = 1;',
    );
    expect(await collect(createChildDecoder(partly).decode(request))).toEqual([1, 2]);
    const nothing = await program('nothing', 'console.error("x: No such file or directory"); process.exitCode = 1;');
    await expect(collect(createChildDecoder(nothing).decode(request))).rejects.toMatchObject({
      code: 'file-not-found',
    });
    const empty = await program('empty', '');
    await expect(collect(createChildDecoder(empty).decode(request))).rejects.toMatchObject({ code: 'file-corrupt' });
  });

  it('is killed on cancel, and a missing one is said to be missing', async () => {
    const endless = await program(
      'endless',
      'const b = Buffer.alloc(4096); const more = () => process.stdout.write(b, more); more();',
    );
    const controller = new AbortController();
    let chunks = 0;
    await expect(
      (async () => {
        for await (const _chunk of createChildDecoder(endless).decode(request, controller.signal))
          if (++chunks === 3) controller.abort();
      })(),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await expect(collect(createChildDecoder(join(folder, 'none')).decode(request))).rejects.toMatchObject({
      code: 'decoder-missing',
    });
  });
});

describe('the arguments', () => {
  it('keep the gain, protect odd names, and seek', () => {
    const args = decodeArguments({ path: request.path, sampleRates: [22_050], startSeconds: 5, durationSeconds: 30 });
    expect(args.join(' ')).toMatch(/-ss 4.000000 -t 31.000000 -protocol_whitelist .* -i file:\/a -b.mp3/);
    expect(args).toContain('aresample=22050:rematrix_maxval=1.0:first_pts=0');
    expect(decodeArguments({ path: request.path, sampleRates: [22_050] })).not.toContain('-ss');
  });
});

describe('the search for FFmpeg', () => {
  it.runIf(process.platform !== 'win32')('never takes a program of the current folder for a bare name', async () => {
    const own = await program('ffmpeg', 'console.log("ffmpeg version 6.6-planted")');
    const path = process.env['PATH'];
    const here = relative(process.cwd(), folder);
    try {
      process.env['PATH'] = `${here}::${path}`;
      expect((await locateFfmpeg(null)).version).not.toBe('6.6-planted');
      process.env['PATH'] = here;
      await expect(locateFfmpeg('ffmpeg')).rejects.toMatchObject({ code: 'decoder-missing' });
      process.env['PATH'] = folder;
      expect(await locateFfmpeg('ffmpeg')).toMatchObject({ executable: own, version: '6.6-planted' });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it.runIf(process.platform !== 'win32')('prefers the one that was installed, if it runs', async () => {
    const [archive] = Object.entries(FFMPEG_ARCHIVES).flatMap(([platform, each]) =>
      platform === `${process.platform}-${process.arch}` ? [each] : [],
    );
    if (!archive) return expect(installedFfmpeg({ GENRESCOPE_HOME: folder })).toBeNull();
    const place = archiveFolder('ffmpeg', archive, { GENRESCOPE_HOME: folder });
    await mkdir(place, { recursive: true });
    await rename(await program('unpacked', 'console.log("ffmpeg version 9-installed")'), join(place, 'ffmpeg'));
    vi.stubEnv('GENRESCOPE_HOME', folder);
    try {
      const executable = join(place, 'ffmpeg');
      expect(await locateFfmpeg(null)).toMatchObject({ source: 'installed', executable, version: '9-installed' });
      await writeFile(executable, '');
      const { source, passedOver } = await locateFfmpeg(null);
      expect(source).not.toBe('installed');
      expect(passedOver[0]).toBe(`${executable} does not run`);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('insists on what is configured, and can be told to use the built-in one', async () => {
    await expect(locateFfmpeg(join(folder, 'none'))).rejects.toMatchObject({ code: 'decoder-missing' });
    expect(await locateFfmpeg('wasm')).toMatchObject({ source: 'webassembly', executable: null });
    const own = await program('own', 'console.log("ffmpeg version 9.9-test built by nobody")');
    expect(await locateFfmpeg(own)).toMatchObject({ source: 'setting', version: '9.9-test' });
  });
});

describe('small parts', () => {
  it('reads the same samples from any cutting of the bytes', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ noNaN: true, maxLength: 40 }),
        fc.array(fc.nat(20), { maxLength: 30 }),
        (samples, cuts) => {
          const bytes = new Uint8Array(samples.slice().buffer);
          const reader = createSampleReader();
          const read: number[] = [];
          let start = 0;
          for (const cut of cuts) {
            read.push(...reader.read(bytes.subarray(start, start + cut)));
            start = Math.min(bytes.length, start + cut);
          }
          read.push(...reader.read(bytes.subarray(start)));
          expect(read).toEqual(Array.from(samples, (value) => (Number.isFinite(value) ? value : 0)));
        },
      ),
    );
  });

  it('knows FFmpeg’s words', () => {
    expect(decodeFailure('Stream map 0:a:0 matches no streams.').code).toBe('file-not-audio');
    expect(decodeFailure('[mov @ 0x1] encrypted track').code).toBe('file-protected');
    expect(decodeFailure('a.mp3: Permission denied').code).toBe('file-unreadable');
    expect(decodeFailure('[mp3 @ 0x5] Header missing')).toMatchObject({
      code: 'file-corrupt',
      message: 'Header missing',
    });
  });

  it('places the windows', () => {
    expect(segmentsOf('full', 100)).toEqual([{ startSeconds: 0 }]);
    expect(segmentsOf('30s', 100)).toEqual([{ startSeconds: 35, durationSeconds: 30 }]);
    expect(segmentsOf('30s', null)).toEqual([{ startSeconds: 0, durationSeconds: 30 }]);
    expect(segmentsOf('30s', 12)).toEqual([{ startSeconds: 0, durationSeconds: 30 }]);
    expect(segmentsOf('3x10s', 200).map(({ startSeconds }) => startSeconds)).toEqual([45, 95, 145]);
    expect(segmentsOf('3x10s', 20)).toHaveLength(1);
  });
});
