import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { directFileReader } from '../../testing/direct-file-reader.ts';
import { createEngine } from '../../pipeline/engine.ts';
import { recogniserOf } from '../../pipeline/model/recogniser.ts';
import { synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import { spectralTiltInference } from '../../testing/test-model.ts';
import type { AnalysisProgress, LabelledAnalysis, NamedFile } from './analyze-labelled.ts';
import { analyzeLabelled } from './analyze-labelled.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'genrescope-labelled-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const named = (path: string, more: Partial<NamedFile> = {}): NamedFile => ({
  path,
  names: ['Dub'],
  artist: null,
  album: 'Known',
  folder: '',
  features: null,
  ...more,
});
const ANALYSIS: LabelledAnalysis = {
  openEngine: () =>
    Promise.resolve(
      createEngine(createTestDecoder(), recogniserOf('tilt', [spectralTiltInference()]), directFileReader),
    ),
  window: 'full',
  jobs: 1,
};

it('computes features where none are kept, and leaves out what cannot be heard', async () => {
  const sound = join(folder, 'sound.wav');
  await writeFile(sound, synthesizeWav({ seconds: 3, frequencies: [6000, 8000], noise: 0 }));
  const gone = join(folder, 'gone.wav');
  const kept = Float32Array.of(1, 2);
  const told: AnalysisProgress[] = [];
  const tracks = await analyzeLabelled(
    [named(gone), named('/kept', { features: kept, isNew: true }), named(sound)],
    ANALYSIS,
    (progress) => told.push(progress),
  );
  expect(tracks).toEqual([
    { id: '/kept', names: ['Dub'], artist: '', album: 'Known', folder: '', isNew: true, features: kept },
    { id: sound, names: ['Dub'], artist: '', album: 'Known', folder: '', features: expect.any(Float32Array) },
  ]);
  expect(tracks[1]?.features).toHaveLength(2);
  expect(told).toEqual([
    { kind: 'analysed', done: 0, total: 2, failed: 0 },
    { kind: 'analysed', done: 1, total: 2, failed: 1 },
    { kind: 'left-out', path: gone, error: expect.objectContaining({ code: 'file-not-found' }) },
    { kind: 'analysed', done: 2, total: 2, failed: 1 },
  ]);
});

it('opens no engine where all features are kept', async () => {
  const openEngine = () => Promise.reject(new Error('no engine is needed'));
  const files = [named('/kept', { features: Float32Array.of(1) })];
  expect(await analyzeLabelled(files, { ...ANALYSIS, openEngine }, () => undefined)).toHaveLength(1);
});
