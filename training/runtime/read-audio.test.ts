import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MUSICNN_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import { encodeWav, synthesize } from '../../src-main/testing/synthesize.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import type { FrontEndSpec } from '../dataset/front-end-spec.ts';
import type { AudioSpectrogram } from './read-audio.ts';
import { readAudioSpectrogram } from './read-audio.ts';

const RATE = 8_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-spectrogram-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function spectrogramOf(
  name: string,
  channels: readonly Float32Array[],
  frontEnd: FrontEndSpec = { kind: 'mel-decibels', hopLength: 512 },
): Promise<AudioSpectrogram> {
  const path = join(folder, name);
  await writeFile(path, encodeWav(channels, RATE));
  return readAudioSpectrogram(path, frontEnd, createTestDecoder());
}

it('hears what an analysis hears: the side of opposite channels, and music outside of a silent middle', async () => {
  const [music = new Float32Array(0)] = synthesize({ seconds: 32, sampleRate: RATE, noise: 0 });
  const alone = await spectrogramOf('mono.wav', [music]);
  const opposite = await spectrogramOf('opposite.wav', [music, music.map((sample) => -sample)]);
  expect(opposite.peakDecibels).toBeCloseTo(alone.peakDecibels, 1);
  const hidden = new Float32Array(200 * RATE);
  hidden.set(music, 168 * RATE);
  const found = await spectrogramOf('hidden.wav', [hidden]);
  expect(found.peakDecibels).toBeCloseTo(alone.peakDecibels, 1);
  expect(found.seconds).toBe(30);
});

it('keeps what a network of others hears, whole', async () => {
  const [music = new Float32Array(0)] = synthesize({ seconds: 4, sampleRate: RATE, noise: 0 });
  const { spectrogram, peakDecibels } = await spectrogramOf('others.wav', [music], MUSICNN_SPEC);
  const { frames, levels, peak, range } = spectrogram;
  expect([frames, levels.length]).toEqual([1 + Math.floor((4 * 16_000) / 256), frames * 96]);
  // log10(1 + 10,000·energy): never below zero, and the largest is what the peak in decibels says.
  expect(peak - range).toBeGreaterThanOrEqual(0);
  expect(peak).toBeCloseTo(Math.log10(1 + 10_000 * 10 ** (peakDecibels / 10)), 4);
});
