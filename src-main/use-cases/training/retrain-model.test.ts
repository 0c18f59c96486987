import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../../training/random/random.ts';
import { basesOf } from '../../../training/runtime/bases.ts';
import { loadModel } from '../../pipeline/model/model-folder.ts';
import type { NamedFile } from './analyze-labelled.ts';
import type { RetrainProgress, RetrainRequest } from './retrain-model.ts';
import { retrainModel } from './retrain-model.ts';

const models = join(import.meta.dirname, '..', '..', '..', 'resources', 'models');
let folder = '';
let featureCount = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-retrain-model-'));
  ({ featureCount } = basesOf('mel-cnn', [await loadModel(join(models, 'mel-cnn'))]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Tracks whose genre shows in the features, two an artist; the last one’s label is wrong. */
function labelledFiles(): NamedFile[] {
  const random = createRandom(3);
  return Array.from({ length: 24 }, (_, index) => {
    const genre = index % 2;
    return {
      path: `/music/${index}.wav`,
      names: [(index === 23 ? 1 - genre : genre) === 0 ? 'Dub' : 'Ska'],
      artist: `artist ${index >> 1}`,
      album: '',
      folder: '',
      features: Float32Array.from({ length: featureCount }, (_value, place) =>
        place % 2 === genre ? 3 + random.normal() : random.normal(),
      ),
    };
  });
}

async function retrain(files: readonly NamedFile[], more: Partial<RetrainRequest> = {}) {
  const progress: RetrainProgress[] = [];
  const request: RetrainRequest = {
    base: 'mel-cnn',
    name: 'mine',
    against: 'mel-cnn',
    out: join(folder, 'mine'),
    mode: 'quick',
    keepsShipped: false,
    relations: [],
    files,
    seed: 1,
    learnedAt: '2026-11-21T00:00:00.000Z',
    command: 'test',
    resume: false,
    threads: 1,
    analysis: { provider: 'cpu', window: '30s', jobs: 1 },
    provider: 'cpu',
    ...more,
  };
  const services = { modelRoots: [models], ffmpegPath: null, workerFolder: '' };
  const report = await retrainModel(request, { ...services, onProgress: (step) => progress.push(step) });
  return { report, progress };
}

it('learns a model from labelled features, and names what its evaluation counts', async () => {
  const { report, progress } = await retrain([...labelledFiles(), { ...labelledFiles()[0]!, names: ['Rare'] }]);
  expect(report).toMatchObject({ genres: ['Dub', 'Ska'], labelledGenres: 2, tracks: 24 });
  expect(report?.comparison.newCorrect).toBe(23);
  expect(report?.heldOut).toHaveLength(24);
  expect(report?.doubtful).toEqual([
    { path: '/music/23.wav', genres: ['Dub'], suggestion: 'Ska', doubt: expect.any(Number) },
  ]);
  const warnings = [{ kind: 'too-few', genre: 'Rare', tracks: 1 }];
  expect(report?.warnings).toEqual(warnings);
  expect(progress).toEqual([
    { kind: 'analysed', done: 0, total: 0, failed: 0 },
    { kind: 'labels-known', warnings },
    { kind: 'retraining' },
  ]);
  const { card } = await loadModel(join(folder, 'mine'));
  expect(card).toMatchObject({ name: 'mine', genres: ['Dub', 'Ska'], personal: { mode: 'quick', against: 'mel-cnn' } });
});

it('keeps the genres of the base only where it is asked to', async () => {
  const { report } = await retrain(labelledFiles(), { keepsShipped: true });
  expect(report?.genres.slice(0, 3)).toEqual(['Dub', 'Ska', 'blues']);
});

it('refuses to learn from nothing, or from one genre', async () => {
  await expect(retrain([])).rejects.toMatchObject({ code: 'training-data' });
  const dub = labelledFiles().map((file) => ({ ...file, names: ['Dub'] }));
  await expect(retrain(dub)).rejects.toMatchObject({ code: 'training-data' });
});
