import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { TrackStore } from '../library/track-store.ts';
import type { RetrainReply, RetrainRequest } from '../workers/retrain-protocol.ts';
import { RetrainController } from './retrain-controller.ts';
import type { WorkerProcess } from './worker-process.ts';

const ROOT = '/music';
const MODELS = [
  { name: 'ensemble', specHash: 'shipped', featuresKey: 'k', isRetrained: false, learnedAt: null },
  { name: 'my-genres-1', specHash: 'own', featuresKey: 'k', isRetrained: true, learnedAt: '9999' },
];
const RESULT = {
  name: '',
  genres: ['Dub', 'rock'],
  tracks: 2,
  leftOut: 0,
  seconds: 1,
  against: 'ensemble',
  confusion: [[1]],
  warnings: [],
  doubtful: [{ path: `${ROOT}/0.mp3`, before: 'Dub', after: 'rock', share: 0.5 }],
  comparison: {
    tracks: 2,
    oldCorrect: 0,
    newCorrect: 2,
    gain: 1,
    interval95: [1, 1] as [number, number],
    isBetter: true,
  },
  heldOut: [],
  automatic: { confidence: 0.6, accuracy: 1, tracks: 2 },
};

let folder = '';
let database: LibraryDatabase;
let tracks: TrackStore;
let asked: RetrainRequest[] = [];
/** What the process does with a question to learn. */
let onRetrain: (request: Extract<RetrainRequest, { kind: 'learn' }>, reply: (reply: RetrainReply) => void) => void;
let learnerCrashes: () => void = () => undefined;

/** A process that heldOut as the real one does, at once. */
function startProcess(): WorkerProcess<RetrainRequest, RetrainReply> {
  let tell: (reply: RetrainReply) => void = () => undefined;
  let crash: (detail: string) => void = () => undefined;
  return {
    onReply: (listener) => (tell = listener),
    onCrash: (listener) => (crash = listener),
    kill: () => (tell = () => undefined),
    send(request) {
      asked.push(request);
      if (request.kind === 'catalogue') tell({ kind: 'catalogue', models: MODELS });
      if (request.kind === 'predict')
        tell({
          kind: 'predicted',
          specHash: 'own',
          genres: ['Dub', 'rock'],
          probabilities: request.features.map(() => [0.9, 0.1]),
        });
      if (request.kind === 'learn') {
        learnerCrashes = () => crash('gone');
        onRetrain(request, (reply) => tell(reply));
      }
    },
  };
}

function controller(): RetrainController {
  return new RetrainController({
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

async function retrainAtOnce(
  request: Extract<RetrainRequest, { kind: 'learn' }>,
  reply: (reply: RetrainReply) => void,
): Promise<void> {
  await mkdir(request.out, { recursive: true });
  await writeFile(join(request.out, 'card.json'), '{}');
  reply({ kind: 'learned', result: { ...RESULT, name: request.name } });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-retrain-app-'));
  asked = [];
  onRetrain = (request, reply) => void retrainAtOnce(request, reply);
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
        model: 'ensemble',
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

describe('learning from labels', () => {
  it('uses kept features, installs a version and says what it would change', async () => {
    const retrain = controller();
    await retrain.start({ mode: 'quick', keepsShipped: true });
    await vi.waitFor(() => expect(retrain.state.phase).toBe('compared'));
    const learn = asked.find((request) => request.kind === 'learn')!;
    expect(learn).toMatchObject({
      base: 'ensemble',
      against: 'ensemble',
      name: 'my-genres-1',
      tracks: [
        { path: `${ROOT}/0.mp3`, features: Float32Array.of(1, 0), isNew: false },
        { path: `${ROOT}/2.mp3`, features: null },
      ],
    });
    expect(await readdir(join(folder, 'models'))).toEqual(['my-genres-1']);
    expect(retrain.state.result).toMatchObject({
      library: { folder: ROOT, tracks: 2, changed: 2, automatic: 2 },
      doubtful: [{ id: tracks.idOf(`${ROOT}/0.mp3`), before: 'Dub' }],
    });
    expect(tracks.rows([tracks.idOf(`${ROOT}/1.mp3`)!])[0]?.predictedGenre).toBe('rock');
    await retrain.repredict('my-genres-1');
    expect(tracks.rows([tracks.idOf(`${ROOT}/1.mp3`)!])[0]).toMatchObject({
      predictedGenre: 'Dub',
      confidence: 0.9,
      labels: [],
    });
  });

  it('ends where it is cancelled, also before it has begun, and heldOut questions while it learns', async () => {
    onRetrain = () => undefined;
    const retrain = controller();
    await retrain.start({ mode: 'quick', keepsShipped: true });
    retrain.cancel();
    expect(retrain.state.phase).toBe('idle');
    await retrain.start({ mode: 'quick', keepsShipped: true });
    await vi.waitFor(() => expect(asked.filter(({ kind }) => kind === 'learn')).toHaveLength(1));
    await expect(retrain.start({ mode: 'quick', keepsShipped: true })).rejects.toMatchObject({ code: 'busy' });
    await retrain.repredict('my-genres-1');
    retrain.cancel();
    expect(retrain.state.phase).toBe('idle');
    expect(await readdir(folder)).not.toContain('models');
  });

  it('goes on with a full training after a crash and after a restart, on the labels of its beginning', async () => {
    onRetrain = (_, reply) => reply({ kind: 'epoch', epoch: 3, epochs: 16, etaSeconds: 9, accuracy: 0.5 });
    const retrain = controller();
    await retrain.start({ mode: 'full', keepsShipped: false });
    await vi.waitFor(() => expect(retrain.state).toMatchObject({ phase: 'training', course: { epoch: 3 } }));
    learnerCrashes();
    await vi.waitFor(() =>
      expect(retrain.state).toMatchObject({ phase: 'interrupted', error: { code: 'training-crashed' } }),
    );
    new LabelStore(database).edit([tracks.idOf(`${ROOT}/1.mp3`)!], { kind: 'set', genres: ['Ska'] });
    const restarted = controller();
    await restarted.recover();
    expect(restarted.state.phase).toBe('interrupted');
    onRetrain = (request, reply) => void retrainAtOnce(request, reply);
    restarted.resume();
    await vi.waitFor(() => expect(restarted.state.phase).toBe('compared'));
    const learns = asked.flatMap((request) => (request.kind === 'learn' ? [request] : []));
    expect(learns[1]?.tracks).toEqual(learns[0]?.tracks);
    expect(learns[1]?.choice).toEqual({ mode: 'full', keepsShipped: false });
    expect(await readdir(folder)).not.toContain('work');
  });

  it('fails with what is wrong where nothing is labelled', async () => {
    new LabelStore(database).undo();
    const retrain = controller();
    await retrain.start({ mode: 'quick', keepsShipped: true });
    await vi.waitFor(() => expect(retrain.state).toMatchObject({ phase: 'failed', error: { code: 'training-data' } }));
  });
});
