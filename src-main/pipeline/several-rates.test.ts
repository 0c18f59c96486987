import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav, synthesize } from '../testing/synthesize.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { spectralTiltInference, testFeatureSpec } from '../testing/test-model.ts';
import type { TrackAnalysis } from '../contract/track.ts';
import { analyzeTrack } from './analyze-track.ts';
import type { DecodeRequest, Decoder, RatesRequest } from './decode/decoder.ts';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from './features/known-specs.ts';
import type { Patch } from './features/patch-stream.ts';
import { listenAlong } from './listen-along.ts';
import { recogniserOf, sampleRatesOf } from './model/recogniser.ts';

const SPECS = [testFeatureSpec(), MUSICNN_SPEC, EFFICIENTAT_SPEC];
const members = SPECS.map((spec) => spectralTiltInference(spec));
const joint = recogniserOf('joint', members);
const testDecoder = createTestDecoder();
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
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-several-rates-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function save(name: string, channels: readonly Float32Array[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, encodeWav(channels, 22_050));
  requests = [];
  return path;
}

function tones(seconds: number, frequencies = [3_000, 3_500]): Float32Array {
  return synthesize({ seconds, frequencies, noise: 0 })[0]!;
}

function analyze(path: string, recogniser = joint, window: '30s' | '3x10s' | 'full' = '30s'): Promise<TrackAnalysis> {
  return analyzeTrack(path, 40, { decoder, recogniser, window });
}

describe('models that hear different sampling rates', () => {
  it('are fed by one decoding, and answer what each answers alone', async () => {
    const path = await save('high.wav', [tones(40)]);
    const together = await analyze(path);
    const sampleRates = [22_050, 16_000, 32_000];
    expect(sampleRatesOf(joint)).toEqual(sampleRates);
    expect(requests).toEqual([{ path, sampleRates, heard: 'mix', startSeconds: 5, durationSeconds: 30 }]);
    const alone: TrackAnalysis[] = [];
    for (const member of members) alone.push(await analyze(path, recogniserOf('alone', [member])));
    const confidences = together.members.map(({ confidence }) => confidence);
    expect(confidences).toEqual(alone.map(({ confidence }) => confidence));
    expect(together).toMatchObject({ genre: 'high', analysedSeconds: 30, meanSpectrum: alone[0]!.meanSpectrum });
    expect(alone.map(({ analysedSeconds }) => analysedSeconds)).toEqual([30, 30, 30]);
    expect(together.embedding).toEqual(Float32Array.from(alone.flatMap(({ embedding }) => [...embedding])));
  });

  it('follow the rules of channels and silence', async () => {
    const hidden = new Float32Array(22_050 * 100);
    hidden.set(tones(32), 22_050 * 65);
    const path = await save('opposite.wav', [hidden, hidden.map((sample) => -sample)]);
    const analysis = await analyzeTrack(path, 100, { decoder, recogniser: joint, window: '3x10s' });
    expect(analysis).toMatchObject({ genre: 'high', heardChannel: 'side' });
    const nothing = await save('nothing.wav', [new Float32Array(22_050 * 40), new Float32Array(22_050 * 40)]);
    for (const recogniser of [joint, ...members.slice(1).map((member) => recogniserOf('alone', [member]))])
      await expect(analyze(nothing, recogniser)).rejects.toMatchObject({ code: 'audio-silent' });
  });

  it('hear along a track, each its own patches of the same seconds', async () => {
    const path = await save('along.wav', [tones(45)]);
    const ends = new Map<number, number>();
    const counts = new Map<number, number>();
    const onPatch = ({ startFrame, frames, values }: Patch, spec: (typeof members)[number]['card']['featureSpec']) => {
      expect(values.length).toBe(spec.melBands * spec.patchFrames);
      ends.set(spec.sampleRate, ((startFrame + frames) * spec.hopLength) / spec.sampleRate);
      counts.set(spec.sampleRate, (counts.get(spec.sampleRate) ?? 0) + 1);
    };
    const partial: Promise<number>[] = [];
    const predictions = await listenAlong(
      { path, durationSeconds: 45 },
      { decoder, recogniser: joint },
      { onPatch, onHeard: (soFar) => void partial.push(soFar().then(({ patches }) => patches.length)) },
    );
    expect(predictions.probabilities[1]).toBeGreaterThan(0.5);
    expect(predictions.modelProbabilities).toHaveLength(3);
    expect(Math.max(...(await Promise.all(partial)))).toBeGreaterThan(0);
    for (const end of ends.values()) expect(Math.abs(end - 45)).toBeLessThan(1);
    expect([counts.get(16_000), counts.get(32_000)]).toEqual([15, 5]);
  });

  it('stop on cancel', async () => {
    const path = await save('cancelled.wav', [tones(40)]);
    const controller = new AbortController();
    const listening = listenAlong(
      { path, durationSeconds: 40 },
      { decoder, recogniser: joint, signal: controller.signal },
      { onPatch: () => controller.abort() },
    );
    await expect(listening).rejects.toMatchObject({ code: 'cancelled' });
  });
});
