import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav, synthesize } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import { spectralTiltInference } from '../../testing/test-model.ts';
import { analyzeTrack } from '../analyze-track.ts';
import type { DecodeRequest, Decoder, RatesRequest } from '../decode/decoder.ts';
import { onlySamples } from '../decode/only-samples.ts';
import { trackFeatures } from '../features/track-features.ts';
import { listenAlong } from '../listen-along.ts';
import { recogniserOf } from '../model/recogniser.ts';
import { soundingChannel } from '../spectrum/sounding-channel.ts';
import { thumbnailOf } from '../spectrum/thumbnail.ts';
import { Hearer } from './hear.ts';

const RATE = 22_050;
const testDecoder = createTestDecoder();
const recogniser = recogniserOf('tilt', [spectralTiltInference()]);
let folder = '';
let requests: (DecodeRequest | RatesRequest)[] = [];
/** Remembers what it is asked. */
const decoder: Decoder = {
  ...testDecoder,
  decode(request, signal) {
    requests.push(request);
    return testDecoder.decode(request, signal);
  },
  decodeRates(request, signal) {
    requests.push(request);
    return testDecoder.decodeRates(request, signal);
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-hearing-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function save(name: string, channels: readonly Float32Array[], sampleRate = RATE): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, encodeWav(channels, sampleRate));
  requests = [];
  return path;
}

function tones(seconds: number, frequencies: readonly number[], amplitude = 0.5, sampleRate = RATE): Float32Array {
  return synthesize({ seconds, frequencies, amplitude, noise: 0, sampleRate })[0]!;
}

const scaled = (samples: Float32Array, gain: number) => samples.map((sample) => sample * gain);
const analyze = (path: string, seconds: number | null, window: '30s' | '3x10s' | 'full' = '30s') =>
  analyzeTrack(path, seconds, { decoder, recogniser, window });

/** Parts one after another, mono: seconds, with tones or without. */
function joined(...parts: readonly (readonly [number, 'low' | 'high' | 'silence' | 'hiss'])[]): Float32Array {
  const sampleRate = 8_000;
  return Float32Array.from(
    parts.flatMap(([seconds, kind]) => {
      if (kind === 'low' || kind === 'high')
        return [...tones(seconds, kind === 'low' ? [100] : [3_000], 0.5, sampleRate)];
      return [
        ...(kind === 'silence'
          ? new Float32Array(seconds * sampleRate)
          : synthesize({ seconds, amplitude: 0, noise: 0.0005, sampleRate })[0]!),
      ];
    }),
  );
}

describe('channels of opposite sign', () => {
  it.each([
    [-1, 'side'],
    [-0.95, 'side'],
    [-0.9, 'side'],
    [-0.2, 'mix'],
    [0.5, 'mix'],
    [0, 'mix'],
  ] as const)('times %f are analysed by the %s', async (gain, channel) => {
    const music = tones(12, [5_000, 6_000]);
    const analysis = await analyze(await save('opposite.wav', [music, scaled(music, gain)]), 12);
    expect(analysis).toMatchObject({ heardChannel: channel, genre: 'high' });
  });

  it('sound as they do alone, though a little of something else is left in the middle', async () => {
    const [music, other] = [tones(12, [5_000, 6_000]), tones(12, [90], 0.03)];
    const alone = await analyze(await save('alone.wav', [music]), 12);
    const left = music.map((sample, index) => sample + other[index]!);
    const right = music.map((sample, index) => other[index]! - sample);
    const path = await save('karaoke.wav', [left, right]);
    const { probabilities, heardChannel } = await analyze(path, 12);
    expect(heardChannel).toBe('side');
    expect(probabilities[1]).toBeCloseTo(alone.probabilities[1]!, 3);
    expect((await listenAlong({ path, durationSeconds: 12 }, { decoder, recogniser })).probabilities[1]).toBeCloseTo(
      alone.probabilities[1]!,
      2,
    );
    const features = await new Hearer(path, [RATE], decoder).hear({ startSeconds: 0 }, (open) =>
      trackFeatures(() => onlySamples(open())),
    );
    expect(features).toMatchObject({ channel: 'side', seconds: 12 });
    expect(features.result[1]).toBeGreaterThan(0.2);
  });

  it('show in spectrograms that nobody asked a channel for', async () => {
    const music = tones(3, [5_000]);
    const source = {
      path: await save('picture.wav', [music, scaled(music, -1)]),
      sampleRate: RATE,
      channels: 2 as const,
      durationSeconds: 3,
    };
    expect(await soundingChannel(source, decoder)).toBe('side');
    expect(Math.max(...(await thumbnailOf(source, decoder)).tile.levels)).toBeGreaterThan(-2_000);
    const usual = { ...source, path: await save('usual.wav', [music, music]) };
    expect(await soundingChannel(usual, decoder)).toBe('mix');
  });

  it('cost ordinary music nothing: one decoding of the mean, as ever', async () => {
    const path = await save('ordinary.wav', [tones(40, [5_000]), tones(40, [700])]);
    await analyze(path, 40);
    expect(requests).toEqual([{ path, sampleRates: [RATE], heard: 'mix', startSeconds: 5, durationSeconds: 30 }]);
  });

  it('are not found in quiet music', async () => {
    const quiet = [tones(12, [5_000], 0.01), tones(12, [700], 0.01)];
    expect(await analyze(await save('quiet.wav', quiet), 12)).toMatchObject({
      heardChannel: 'mix',
      analysedSeconds: 12,
    });
  });
});

describe('silence where the window lies', () => {
  it.each(['silence', 'hiss'] as const)('of %s has the nearest music heard', async (nothing) => {
    const path = await save('hidden.wav', [joined([20, 'low'], [130, nothing], [40, 'high'])], 8_000);
    const analysis = await analyze(path, 190);
    expect(analysis).toMatchObject({ genre: 'high', analysedSeconds: 30, heardChannel: 'mix' });
    expect(analysis.timeline[0]!.startSeconds).toBe(150);
  });

  it('is also left where most of the window is silent, and in each of three windows', async () => {
    const path = await save('three.wav', [joined([50, 'high'], [100, 'silence'], [12, 'high'])], 8_000);
    const mostly = await analyze(path, 162 - 50);
    expect(mostly.timeline[0]!.startSeconds).toBe(20);
    const three = await analyze(path, 162, '3x10s');
    expect(three.analysedSeconds).toBe(30);
    expect(three.timeline.every(({ startSeconds, endSeconds }) => endSeconds <= 50.5 || startSeconds >= 150)).toBe(
      true,
    );
    const starts = three.timeline.map(({ startSeconds }) => startSeconds);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it('finds music of opposite signs elsewhere', async () => {
    const music = joined([20, 'high'], [130, 'silence'], [40, 'high']);
    expect(await analyze(await save('both.wav', [music, scaled(music, -1)], 8_000), 190)).toMatchObject({
      heardChannel: 'side',
      genre: 'high',
      analysedSeconds: 30,
    });
  });

  it('is the reason where there is nothing else', async () => {
    const path = await save('nothing.wav', [new Float32Array(8_000 * 100), new Float32Array(8_000 * 100)], 8_000);
    for (const window of ['30s', '3x10s', 'full'] as const)
      await expect(analyze(path, 100, window)).rejects.toMatchObject({ code: 'audio-silent' });
  });
});
