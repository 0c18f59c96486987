import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import { decodeFailure, UnknownLayoutError } from './decode-failure.ts';
import { panFilter } from './unknown-layout.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-channels-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Channels of constant values. */
async function constants(values: readonly number[]): Promise<string> {
  const path = join(folder, `${values.length}.wav`);
  await writeFile(
    path,
    encodeWav(
      values.map((value) => new Float32Array(8_000).fill(value)),
      8_000,
    ),
  );
  return path;
}

async function middleOf(path: string, channels: 1 | 2): Promise<number[]> {
  const samples: number[] = [];
  for await (const chunk of createTestDecoder().decode({ path, sampleRate: 8_000, channels })) samples.push(...chunk);
  return samples.slice(4_000 * channels, 4_001 * channels);
}

describe('channels without a layout', () => {
  it.each([12, 20, 60])('are heard as their mean: %i', async (count) => {
    const values = Array.from({ length: count }, (_, channel) => (channel % 2 === 0 ? channel / count : -0.25));
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const path = await constants(values);
    expect((await middleOf(path, 1))[0]).toBeCloseTo(mean, 3);
    const [left, right] = await middleOf(path, 2);
    expect(left).toBeCloseTo(mean, 3);
    expect(right).toBeCloseTo(mean, 3);
  });

  it('are refused by name where FFmpeg takes no more', async () => {
    await expect(middleOf(await constants(Array.from({ length: 70 }, () => 0.1)), 1)).rejects.toMatchObject({
      code: 'channels-unsupported',
    });
  });

  it('are known by FFmpeg’s words', () => {
    const failure = decodeFailure(
      '[SWR @ 0x1] Rematrix is needed between 20 channels and mono but there is not enough information to do it\nConversion failed!',
    );
    expect(failure).toBeInstanceOf(UnknownLayoutError);
    expect(failure).toMatchObject({ code: 'channels-unsupported', channels: 20 });
    expect(panFilter(3, 1)).toBe('pan=mono|c0<c0+c1+c2');
    expect(panFilter(3, 2)).toBe('pan=stereo|c0<c0+c1+c2|c1<c0+c1+c2');
  });
});
