import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../testing/ffmpeg-core.ts';
import { synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import { decodePlaces } from './decode-places.ts';
import { soundStream } from './sound-stream.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-streams-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A file with a silent stereo stream and then tones, and flags for each. */
async function container(name: string, flags: readonly string[]): Promise<string> {
  const core = await createCore();
  core.FS.writeFile(
    '/silent.wav',
    synthesizeWav({ seconds: 2, sampleRate: 44_100, channels: 2, amplitude: 0, noise: 0 }),
  );
  core.FS.writeFile('/tone.wav', synthesizeWav({ seconds: 2, sampleRate: 44_100, frequencies: [500], noise: 0 }));
  const dispositions = flags.flatMap((flag, index) => [`-disposition:a:${index}`, flag]);
  expect(
    core.exec(
      '-i',
      '/silent.wav',
      '-i',
      '/tone.wav',
      '-map',
      '0:a',
      ...flags.slice(1).flatMap(() => ['-map', '1:a']),
      '-c:a',
      'aac',
      ...dispositions,
      `/${name}`,
    ),
  ).toBe(0);
  const path = join(folder, `${flags.join(' ')} ${name}`);
  await writeFile(path, core.FS.readFile(`/${name}`));
  return path;
}

async function peakOf(path: string): Promise<number> {
  let peak = 0;
  for await (const samples of createTestDecoder().decode({ path, sampleRate: 22_050 }))
    peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), peak);
  return peak;
}

describe('the stream that is heard', () => {
  it.each(['a.m4a', 'a.mka', 'a.mov'])('is the first one with the default flag in %s', async (name) => {
    const last = await container(name, ['0', '0', 'default']);
    expect(await soundStream(last)).toBe(2);
    expect(await peakOf(last)).toBeGreaterThan(0.3);
    const [place] = await decodePlaces(
      { path: last, sampleRate: 22_050, channels: 1, startSeconds: [0], seconds: 0.3 },
      createTestDecoder(),
    );
    expect(place!.reduce((most, sample) => Math.max(most, sample), 0)).toBeGreaterThan(0.3);
    expect(await soundStream(await container(name, ['0', 'default', 'default']))).toBe(1);
  });

  it('is the first one where all have the flag, or none, or one has more channels', async () => {
    const first = await container('b.m4a', ['default', '0']);
    expect(await soundStream(first)).toBe(0);
    expect(await peakOf(first)).toBeLessThan(0.01);
    expect(await soundStream(await container('b.mka', ['default', 'default']))).toBe(0);
    expect(await soundStream(await container('c.mka', ['0', '0']))).toBe(0);
  });

  it('is left to the decoder where a file cannot be read, or is none of these', async () => {
    expect(await soundStream(join(folder, 'nowhere.m4a'))).toBe(0);
    const path = join(folder, 'broken.m4a');
    await writeFile(
      path,
      Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('ftyp'), Buffer.from([0, 0, 0, 3]), Buffer.from('moov')]),
    );
    expect(await soundStream(path)).toBe(0);
    await writeFile(path, Buffer.from('1a45dfa3ff18538067ff00', 'hex'));
    expect(await soundStream(path)).toBe(0);
  });
});
