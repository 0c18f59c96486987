import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeWav, synthesize } from '../../src-main/testing/synthesize.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import { readAudioSpectrogram } from './read-audio.ts';

const RATE = 8_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-spectrogram-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function peakOf(
  name: string,
  channels: readonly Float32Array[],
): Promise<{ peakDecibels: number; seconds: number }> {
  const path = join(folder, name);
  await writeFile(path, encodeWav(channels, RATE));
  const { spectrogram, seconds } = await readAudioSpectrogram(path, 512, createTestDecoder());
  return { peakDecibels: spectrogram.peakDecibels, seconds };
}

it('hears what an analysis hears: the side of opposite channels, and music outside of a silent middle', async () => {
  const [music = new Float32Array(0)] = synthesize({ seconds: 32, sampleRate: RATE, noise: 0 });
  const alone = await peakOf('mono.wav', [music]);
  const opposite = await peakOf('opposite.wav', [music, music.map((sample) => -sample)]);
  expect(opposite.peakDecibels).toBeCloseTo(alone.peakDecibels, 1);
  const hidden = new Float32Array(200 * RATE);
  hidden.set(music, 168 * RATE);
  const found = await peakOf('hidden.wav', [hidden]);
  expect(found.peakDecibels).toBeCloseTo(alone.peakDecibels, 1);
  expect(found.seconds).toBe(30);
});
