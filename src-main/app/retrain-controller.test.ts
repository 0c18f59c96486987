import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryProcess } from '../channel/memory-ports.ts';
import type { RequestOf } from '../channel/protocol.ts';
import type { Handler } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { findLabelCandidates } from '../library/label-candidates.ts';
import { LabelStore } from '../library/label-store.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { DEFAULT_MODEL, DEFAULT_SETTINGS } from '../contract/settings.ts';
import { TrackStore } from '../library/track-store.ts';
import type { RetrainProtocol } from '../workers/retrain-protocol.ts';
import { retrainProtocol } from '../workers/retrain-protocol.ts';
import { RetrainController } from './retrain-controller.ts';

const ROOT = '/music';
const MODELS = [
  { name: DEFAULT_MODEL, specHash: 'shipped', featuresKey: 'k', isRetrained: false, isBase: true, learnedAt: null },
  { name: 'my-genres-1', specHash: 'own', featuresKey: 'k', isRetrained: true, isBase: true, learnedAt: '9999' },
];
const RESULT = {
  name: '',
  genres: ['Dub', 'rock'],
  tracks: 2,
  leftOut: 0,
  seconds: 1,
  against: DEFAULT_MODEL,
  confusion: [[1]],
  warnings: [],
  doubtful: [{ path: `${ROOT}/0.mp3`, before: 'Dub', after: 'rock', share: 0.5 }],
  comparison: {
    tracks: 2,
    oldCorrect: 0,
    newCorrect: 2,
    gain: 1,
    interval95: [1, 1] as const,
    isBetter: true,
  },
  heldOut: [],
  automatic: { confidence: 0.6, accuracy: 1, tracks: 2 },
};

/** What the retrained model scores beside genres. */
const STYLE = {
  name: 'ska',
  kind: 'style',
  family: 'reggae',
  threshold: 0.5,
  isCalibrated: true,
  averagePrecision: null,
  positives: 0,
  tracks: 0,
} as const;

let folder = '';
let database: LibraryDatabase;
let tracks: TrackStore;
type RetrainRequest = RequestOf<RetrainProtocol, 'retrain'>;
/** What was to be retrained, in order of asking. */
let asked: RetrainRequest[] = [];
/** What the process does with it. */
let onRetrain: Handler<RetrainProtocol, 'retrain'>;
let retrainCrashes: () => void = () => undefined;

const unexpected = () => {
  throw new Error('This is not asked.');
};
const never = () => new Promise<never>(() => undefined);

/** A process that answers as the real one does. */
function startProcess() {
  const started = memoryProcess();
  serve(started.server, retrainProtocol, {
    catalogue: () => MODELS,
    predict: ({ features }) => ({
      specHash: 'own',
      genres: ['Dub', 'rock'],
      styles: [STYLE],
      probabilities: features.map(() => [0.9, 0.1]),
      styleScores: features.map(() => Float32Array.of(0.7)),
      members: features.map(() => []),
      disagreements: features.map(() => null),
    }),
    retrain(request, context) {
      asked.push(request);
      retrainCrashes = () => started.crash('gone');
      return onRetrain(request, context);
    },
    nextLabels: unexpected,
    addNetwork: unexpected,
    exportModel: unexpected,
    clusters: unexpected,
    soundHash: unexpected,
  });
  return started.client;
}

function controller(): RetrainController {
  return new RetrainController({
    reader: { labelCandidates: (root, specHashes) => findLabelCandidates(database, root, specHashes) },
    store: new RetrainStore(database),
    tracks,
    genres: () => [],
    settings: () => DEFAULT_SETTINGS,
    folder: () => ROOT,
    modelRoots: [],
    work: join(folder, 'work'),
    models: join(folder, 'models'),
    startProcess,
    emit: () => undefined,
  });
}

const retrainAtOnce: Handler<RetrainProtocol, 'retrain'> = async ({ name, out }) => {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'card.json'), '{}');
  return { ...RESULT, name };
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-retrain-app-'));
  asked = [];
  onRetrain = retrainAtOnce;
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  await new ScanStore(database).reconcile(
    ROOT,
    [0, 1, 2].map((index) => ({ path: `${ROOT}/${index}.mp3`, size: 100 + index, modifiedMilliseconds: 1 })),
    [],
  );
  for (const index of [0, 1]) {
    tracks.saveAnalysis(
      `${ROOT}/${index}.mp3`,
      { title: '', artist: '', album: '', genres: [], durationSeconds: 1 },
      {
        model: DEFAULT_MODEL,
        specHash: 'shipped',
        window: '30s',
        provider: 'cpu',
        genres: ['rock', 'pop'],
        probabilities: [0.8, 0.2],
        timeline: [],
        analysedSeconds: 30,
        heardChannel: 'mix',
        genre: 'rock',
        confidence: 0.8,
        disagreement: null,
        members: [],
        embedding: Float32Array.of(1, index),
        embeddingSizes: [2],
        styles: [],
        styleScores: new Float32Array(0),
        meanSpectrum: new Float32Array(2),
      },
    );
  }
  new LabelStore(database).edit(
    [0, 2].map((index) => tracks.idOf(`${ROOT}/${index}.mp3`)!),
    { kind: 'set', genres: ['Dub'] },
  );
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

describe('retraining', () => {
  it('uses kept features, installs a version and says what it would change', async () => {
    const retrain = controller();
    await retrain.start({ mode: 'quick', keepsShipped: true });
    await vi.waitFor(() => expect(retrain.state.phase).toBe('compared'));
    expect(asked[0]).toMatchObject({
      base: DEFAULT_MODEL,
      against: DEFAULT_MODEL,
      name: 'my-genres-1',
      tracks: [
        { path: `${ROOT}/0.mp3`, features: Float32Array.of(1, 0), isNew: false },
        { path: `${ROOT}/2.mp3`, features: null },
      ],
    });
    expect(await readdir(join(folder, 'models'))).toEqual(['my-genres-1']);
    expect(retrain.state.result).toMatchObject({
      library: {
        folder: ROOT,
        tracks: 2,
        changed: 2,
        // Track 0 is labelled: it is learned from, and comes last.
        unlabelled: 1,
        automatic: 1,
        mostChanged: [1, 0].map((index) => ({
          id: tracks.idOf(`${ROOT}/${index}.mp3`),
          before: 'rock',
          after: 'Dub',
          share: 0.9,
        })),
      },
      doubtful: [{ id: tracks.idOf(`${ROOT}/0.mp3`), before: 'Dub' }],
    });
    expect(tracks.rows([tracks.idOf(`${ROOT}/1.mp3`)!])[0]?.predictedGenre).toBe('rock');
    await retrain.repredict('my-genres-1');
    expect(tracks.rows([tracks.idOf(`${ROOT}/1.mp3`)!])[0]).toMatchObject({
      predictedGenre: 'Dub',
      confidence: 0.9,
      labels: [],
      styles: ['ska'],
    });
    expect(tracks.detail(tracks.idOf(`${ROOT}/1.mp3`)!)?.analysis?.styles).toMatchObject([
      { name: 'ska', score: expect.closeTo(0.7, 5) },
    ]);
  });

  it('ends where it is cancelled, also before it has begun, and answers questions while it learns', async () => {
    onRetrain = never;
    const retrain = controller();
    await retrain.start({ mode: 'quick', keepsShipped: true });
    retrain.cancel();
    expect(retrain.state.phase).toBe('idle');
    await retrain.start({ mode: 'quick', keepsShipped: true });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await expect(retrain.start({ mode: 'quick', keepsShipped: true })).rejects.toMatchObject({ code: 'busy' });
    await retrain.repredict('my-genres-1');
    retrain.cancel();
    expect(retrain.state.phase).toBe('idle');
    expect(await readdir(folder)).not.toContain('models');
  });

  it('goes on with a full training after a crash and after a restart, on the labels of its beginning', async () => {
    onRetrain = (_, { emit }) => {
      emit('epoch', { epoch: 3, epochs: 16, etaSeconds: 9, accuracy: 0.5 });
      return never();
    };
    const retrain = controller();
    await retrain.start({ mode: 'full', keepsShipped: false });
    await vi.waitFor(() => expect(retrain.state).toMatchObject({ phase: 'training', course: { epoch: 3 } }));
    retrainCrashes();
    await vi.waitFor(() =>
      expect(retrain.state).toMatchObject({ phase: 'interrupted', error: { code: 'training-crashed' } }),
    );
    // The note is on users' disks: its keys stay.
    const note: unknown = JSON.parse(await readFile(join(folder, 'work', 'job.json'), 'utf8'));
    expect(Object.keys(note as object).sort()).toEqual([
      'against',
      'base',
      'choice',
      'kin',
      'name',
      'provider',
      'startedAt',
      'tracks',
    ]);
    new LabelStore(database).edit([tracks.idOf(`${ROOT}/1.mp3`)!], { kind: 'set', genres: ['Ska'] });
    const restarted = controller();
    await restarted.recover();
    expect(restarted.state.phase).toBe('interrupted');
    onRetrain = retrainAtOnce;
    restarted.resume();
    await vi.waitFor(() => expect(restarted.state.phase).toBe('compared'));
    expect(asked[1]?.tracks).toEqual(asked[0]?.tracks);
    expect(asked[1]?.choice).toEqual({ mode: 'full', keepsShipped: false });
    expect(await readdir(folder)).not.toContain('work');
  });

  it('fails with what is wrong where nothing is labelled', async () => {
    new LabelStore(database).undo();
    const retrain = controller();
    await retrain.start({ mode: 'quick', keepsShipped: true });
    await vi.waitFor(() => expect(retrain.state).toMatchObject({ phase: 'failed', error: { code: 'training-data' } }));
  });
});
