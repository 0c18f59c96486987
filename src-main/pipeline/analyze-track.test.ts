import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { synthesizeWav } from '../testing/synthesize.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { spectralTiltInference, testFeatureSpec } from '../testing/test-model.ts';
import { referenceDecibels, referenceMel } from '../testing/reference-features.ts';
import { analyzeTrack } from './analyze-track.ts';
import { listenAlong } from './listen-along.ts';
import type { Decoder } from './decode/decoder.ts';
import { directFileReader } from '../testing/direct-file-reader.ts';
import { createEngine } from './engine.ts';
import { inputShape } from './features/feature-spec.ts';
import type { Inference } from './model/inference.ts';
import { loadModel } from './model/model-folder.ts';
import { createSession } from './model/session.ts';
import { recogniserOf } from './model/recogniser.ts';
import { readMetadata } from './scan/read-metadata.ts';

const decoder = createTestDecoder();
const recogniser = recogniserOf('tilt', [spectralTiltInference()]);
const context = { decoder, recogniser, window: 'full' } as const;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-analysis-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const low = { frequencies: [80, 120], noise: 0 };
const high = { frequencies: [6000, 8000], noise: 0 };

describe('the analysis of a track', () => {
  it.each(ALL_ENCODINGS)('hears the same in %s', async (encoding) => {
    const path = await save(
      `high ${encoding}${extensionOf(encoding)}`,
      await encodeAudio(encoding, { sound: { seconds: 3, channels: 2, frequencies: [3000, 3500], noise: 0 } }),
    );
    const metadata = await readMetadata(path);
    expect(metadata.durationSeconds).toBeGreaterThan(2.8);
    expect(metadata.durationSeconds).toBeLessThan(3.3);
    expect((await analyzeTrack(path, metadata.durationSeconds, context)).genre).toBe('high');
  });

  it('says of a whole track what listening along says of it, also where it leaves time between patches', async () => {
    const path = await save('both.wav', synthesizeWav({ seconds: 24, frequencies: [200, 4000], noise: 0.3 }));
    const sparse = { ...testFeatureSpec(), patchFrames: 40, patchHopFrames: 71 };
    const own = recogniserOf('sparse', [spectralTiltInference(sparse)]);
    const heard = await listenAlong({ path, durationSeconds: 24 }, { decoder, recogniser: own });
    for (const window of ['30s', '3x10s', 'full'] as const) {
      const { probabilities, timeline } = await analyzeTrack(path, 24, { decoder, recogniser: own, window });
      expect(heard.probabilities).toEqual(probabilities);
      expect(heard.patches.length).toBeGreaterThan(timeline.length);
    }
  });

  it('keeps the gain of stereo and mono alike', async () => {
    const peaks = [];
    for (const channels of [1, 2] as const) {
      const sound = { seconds: 1, frequencies: [500], amplitude: 0.5, noise: 0, channels };
      const path = await save(
        `gain ${channels}.wav`,
        channels === 1 ? synthesizeWav(sound) : sameOnBothSides(synthesizeWav({ ...sound, channels: 1 })),
      );
      let peak = 0;
      for await (const chunk of decoder.decode({ path, sampleRate: 22_050 }))
        for (const sample of chunk) peak = Math.max(peak, Math.abs(sample));
      peaks.push(peak);
    }
    expect(peaks[1]).toBeCloseTo(peaks[0]!, 4);
  });

  it('hears what anyone hears who computes the features by their definitions and runs the file', async () => {
    const { card, network } = await loadModel(join(import.meta.dirname, '..', '..', 'resources', 'models', 'mel-cnn'));
    const { featureSpec: spec } = card;
    if (spec.kind !== 'log-mel') throw new Error('the shipped model hears log-mel');
    const sound = { seconds: 2, frequencies: [220, 1500], noise: 0.05 };
    const session = await createSession(network, { provider: 'cpu', threads: 1 });
    const shapes = { patches: [-1, ...inputShape(spec)] };
    const model: Inference = {
      card,
      provider: session.provider,
      head: null,
      close: () => session.release(),
      recognise: async (patches) => ({
        logits: (await session.run({ patches }, shapes))['logits']!,
        embedding: new Float32Array(0),
      }),
    };
    const path = await save('definition.wav', synthesizeWav(sound));
    const heard = await analyzeTrack(path, 2, { ...context, recogniser: recogniserOf('mel-cnn', [model]) });

    const wav = synthesizeWav(sound);
    const samples = Float64Array.from(
      { length: (wav.length - 44) / 2 },
      (_, index) => new DataView(wav.buffer).getInt16(44 + 2 * index, true) / 32_768,
    );
    const picture = referenceDecibels(referenceMel(samples, spec), 'max', spec.rangeDecibels);
    const patch = new Float32Array(spec.melBands * spec.patchFrames);
    patch.forEach((_, index) => {
      const [band, frame] = [Math.floor(index / spec.patchFrames), (index % spec.patchFrames) % picture.length];
      patch[index] =
        ((picture[frame]?.[band] ?? 0) - spec.normalisation.mean[band]!) / spec.normalisation.deviation[band]!;
    });
    const logits = (await session.run({ patches: patch }, shapes))['logits']!;
    const powers = Array.from(logits, (logit) => Math.exp(logit / card.temperature));
    const total = powers.reduce((sum, value) => sum + value, 0);
    heard.probabilities.forEach((probability, genre) => expect(probability).toBeCloseTo(powers[genre]! / total, 3));
    await session.release();
  });

  it('averages several models and tells how far they are apart', async () => {
    const usual = spectralTiltInference();
    const contrary = {
      ...usual,
      card: { ...usual.card, name: 'contrary' },
      recognise: async (patch: Float32Array) => ({
        logits: (await usual.recognise(patch)).logits.reverse(),
        embedding: new Float32Array(0),
      }),
    };
    const path = await save('models.wav', synthesizeWav({ seconds: 15, ...high }));
    const alone = await analyzeTrack(path, 15, context);
    expect(alone).toMatchObject({ disagreement: null, members: [] });
    const same = await analyzeTrack(path, 15, { ...context, recogniser: recogniserOf('twins', [usual, usual]) });
    expect(same.disagreement).toBeCloseTo(0, 9);
    expect(same.probabilities).toEqual(alone.probabilities);
    const apart = await analyzeTrack(path, 15, { ...context, recogniser: recogniserOf('quarrel', [usual, contrary]) });
    expect(apart.probabilities[0]).toBeCloseTo(0.5, 9);
    expect(apart.disagreement).toBeCloseTo(2 * alone.confidence - 1, 6);
    expect(apart.members).toMatchObject([
      { model: 'tilt', genre: 'high' },
      { model: 'contrary', genre: 'low' },
    ]);
    expect(apart.timeline[0]?.probabilities[0]).toBeCloseTo(0.5, 9);
    const sure = recogniserOf('sure', [usual, usual], 0.5);
    expect((await analyzeTrack(path, 15, { ...context, recogniser: sure })).confidence).toBeGreaterThan(
      same.confidence,
    );
    expect(sure.specHash).not.toBe(recogniserOf('sure', [usual, usual]).specHash);
    const stranger = { ...usual, card: { ...usual.card, genres: ['low', 'loud'] } };
    expect(() => recogniserOf('strangers', [usual, stranger])).toThrow('different genres');
  });

  it('tells each part’s probabilities with its times, and averages logits', async () => {
    const halves = Buffer.concat([
      synthesizeWav({ seconds: 20, ...low }),
      synthesizeWav({ seconds: 20, ...high }).subarray(44),
    ]);
    halves.writeUInt32LE(halves.length - 8, 4);
    halves.writeUInt32LE(halves.length - 44, 40);
    const { timeline, probabilities, analysedSeconds } = await analyzeTrack(
      await save('halves.wav', halves),
      40,
      context,
    );
    expect(analysedSeconds).toBeCloseTo(40, 3);
    expect(timeline[0]!.startSeconds).toBe(0);
    expect(timeline.at(-1)!.endSeconds).toBeGreaterThan(38.7);
    expect(timeline[0]!.probabilities[0]).toBeGreaterThan(0.5);
    expect(timeline.at(-1)!.probabilities[1]).toBeGreaterThan(0.5);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
  });

  it('reads the middle half-minute by seeking, and from the start where the duration was wrong', async () => {
    const path = await save('long.wav', synthesizeWav({ seconds: 50, ...low }));
    const middle = await analyzeTrack(path, 50, { ...context, window: '30s' });
    expect(middle.analysedSeconds).toBeCloseTo(30, 1);
    expect(middle.timeline[0]!.startSeconds).toBeCloseTo(10, 1);
    const wrong = await analyzeTrack(path, 500, { ...context, window: '30s' });
    expect(wrong.timeline[0]!.startSeconds).toBe(0);
    const three = await analyzeTrack(path, 50, { ...context, window: '3x10s' });
    expect(three.analysedSeconds).toBeCloseTo(30, 0);
  });

  it('says why where there is nothing to judge', async () => {
    await expect(
      analyzeTrack(await save('short.wav', synthesizeWav({ seconds: 0.5 })), 0.5, context),
    ).rejects.toMatchObject({ code: 'audio-too-short' });
    await expect(
      analyzeTrack(await save('silent.wav', synthesizeWav({ seconds: 3, amplitude: 0, noise: 0 })), 3, context),
    ).rejects.toMatchObject({ code: 'audio-silent' });
    await expect(
      analyzeTrack(await save('text.mp3', Buffer.from('not music at all '.repeat(100))), 3, context),
    ).rejects.toMatchObject({ code: 'file-corrupt' });
    await expect(analyzeTrack(join(folder, 'nowhere.mp3'), 3, context)).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });
});

describe('the engine', () => {
  it('goes on past damaged files, names each reason, and gives the same result with any number of jobs', async () => {
    const good = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) =>
        save(`${n} ünï✓ '"$.wav`, synthesizeWav({ seconds: 2 + n, ...(n % 2 ? low : high) })),
      ),
    );
    const empty = await save('empty.mp3', new Uint8Array(0));
    const engine = createEngine(decoder, recogniser, directFileReader);
    const results = new Map<number, string>();
    for (const jobs of [1, 4]) {
      const files = [];
      for await (const file of engine.analyze([empty, ...good], { window: '30s', jobs })) files.push(file);
      expect(files).toHaveLength(6);
      expect(files.find(({ path }) => path === empty)?.outcome).toMatchObject({
        ok: false,
        error: { code: 'file-empty' },
      });
      results.set(jobs, JSON.stringify(files.sort((a, b) => (a.path < b.path ? -1 : 1))));
    }
    expect(results.get(4)).toBe(results.get(1));
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const endless: Decoder = {
      ...decoder,
      async *decodeRates(_request, signal) {
        for (;;) {
          if (signal?.aborted) return;
          yield { sampleRate: 22_050, samples: new Float32Array(1000) };
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    };
    const path = await save('endless.wav', synthesizeWav({ seconds: 1 }));
    setImmediate(() => controller.abort());
    const all = createEngine(endless, recogniser, directFileReader).analyze([path], {
      window: 'full',
      jobs: 1,
      signal: controller.signal,
    });
    await expect(
      (async () => {
        for await (const _file of all);
      })(),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** A mono WAV as stereo with two equal channels. */
function sameOnBothSides(mono: Uint8Array): Uint8Array {
  const source = Buffer.from(mono);
  const stereo = Buffer.alloc(44 + (source.length - 44) * 2);
  source.copy(stereo, 0, 0, 44);
  stereo.writeUInt32LE(stereo.length - 8, 4);
  stereo.writeUInt16LE(2, 22);
  stereo.writeUInt32LE(source.readUInt32LE(28) * 2, 28);
  stereo.writeUInt16LE(4, 32);
  stereo.writeUInt32LE(stereo.length - 44, 40);
  for (let offset = 44; offset < source.length; offset += 2) {
    source.copy(stereo, 44 + (offset - 44) * 2, offset, offset + 2);
    source.copy(stereo, 46 + (offset - 44) * 2, offset, offset + 2);
  }
  return stereo;
}
