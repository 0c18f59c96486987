import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScanProgress } from '../contract/scan.ts';
import { openDatabase } from '../library/database.ts';
import { queryLibrary } from '../library/library-query.ts';
import { ScanStore } from '../library/scan-store.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { TrackStore } from '../library/track-store.ts';
import type { AnalysisReply, AnalysisRequest } from '../workers/analysis-protocol.ts';
import { ScanController } from './scan-controller.ts';
import type { WorkerProcess } from './worker-process.ts';

/** A process that the test plays. */
class PlayedProcess implements WorkerProcess<AnalysisRequest, AnalysisReply> {
  readonly asked: AnalysisRequest[] = [];
  reply: (reply: AnalysisReply) => void = () => undefined;
  crash: (detail: string) => void = () => undefined;
  send(request: AnalysisRequest): void {
    this.asked.push(request);
  }
  onReply(listener: (reply: AnalysisReply) => void): void {
    this.reply = listener;
  }
  onCrash(listener: (detail: string) => void): void {
    this.crash = listener;
  }
  kill(): void {}
}

const analysis = {
  genre: 'rock',
  confidence: 0.9,
  analysedSeconds: 30,
  heardChannel: 'mix' as const,
  probabilities: [0.9, 0.1],
  timeline: [],
  disagreement: null,
  members: [],
  embedding: new Float32Array(0),
  embeddingSizes: [],
  meanSpectrum: new Float32Array(0),
};
const metadata = { title: '', artist: '', album: '', genres: [], durationSeconds: 100 };
const analyzed = (path: string): AnalysisReply => ({
  kind: 'analyzed',
  file: { path, metadata, outcome: { ok: true, analysis } },
});
const engine: AnalysisReply = {
  kind: 'engine',
  provider: { active: 'cpu', attempts: [] },
  model: DEFAULT_SETTINGS.model,
  specHash: 'h',
  genres: ['rock', 'pop'],
};

let processes: PlayedProcess[] = [];
let finished: ScanProgress[] = [];
let scan: ScanController;
let statuses: () => Record<string, string>;

beforeEach(() => {
  processes = [];
  finished = [];
  const database = openDatabase(':memory:');
  const tracks = new TrackStore(database);
  scan = new ScanController({
    tracks,
    scans: new ScanStore(database),
    settings: () => DEFAULT_SETTINGS,
    modelRoots: [],
    jobs: 2,
    emit: () => undefined,
    onFinished: (progress) => finished.push(progress),
    onLeftOut: () => undefined,
    startProcess() {
      const started = new PlayedProcess();
      processes.push(started);
      return started;
    },
  });
  statuses = () => {
    const query = {
      sort: { key: 'path', direction: 'ascending' },
      text: '',
      genre: null,
      label: null,
      status: null,
      minConfidence: 0,
      maxConfidence: 1,
      disagreesOnly: false,
    } as const;
    return Object.fromEntries(
      tracks
        .rows([...queryLibrary(database, '/m', query).ids])
        .map(({ fileName, status, error }) => [fileName, error?.code ?? status]),
    );
  };
});

async function list(...names: string[]): Promise<PlayedProcess> {
  scan.start('/m');
  const first = processes[0]!;
  first.reply({
    kind: 'found',
    files: names.map((name) => ({ path: `/m/${name}`, size: 1, modifiedMilliseconds: 1 })),
    unreadable: [],
    leftOut: [],
  });
  first.reply({ kind: 'listed', specHash: 'h' });
  await vi.waitFor(() => expect(lastAsked(first)).toMatchObject({ kind: 'analyze' }));
  first.reply(engine);
  return first;
}

const lastAsked = (process: PlayedProcess) => process.asked.at(-1);

describe('a scan', () => {
  it('lists, analyses, saves and finishes', async () => {
    const process = await list('a', 'b');
    expect(lastAsked(process)).toMatchObject({ kind: 'analyze', paths: ['/m/a', '/m/b'], jobs: 2 });
    process.reply(analyzed('/m/a'));
    process.reply(analyzed('/m/b'));
    process.reply({ kind: 'finished', cancelled: false });
    expect(finished).toMatchObject([{ outcome: 'finished', done: 2, failed: 0 }]);
    expect(statuses()).toEqual({ a: 'done', b: 'done' });
  });

  it('analyses again with a model that was trained anew under its name', async () => {
    const process = await list('a');
    process.reply(analyzed('/m/a'));
    process.reply({ kind: 'finished', cancelled: false });
    const scanAgain = (specHash: string) => {
      scan.start('/m');
      process.reply({
        kind: 'found',
        files: [{ path: '/m/a', size: 1, modifiedMilliseconds: 1 }],
        unreadable: [],
        leftOut: [],
      });
      process.reply({ kind: 'listed', specHash });
    };
    scanAgain('h');
    await vi.waitFor(() => expect(finished).toHaveLength(2));
    expect(lastAsked(process)).toMatchObject({ kind: 'list', model: DEFAULT_SETTINGS.model });
    scanAgain('new');
    await vi.waitFor(() => expect(lastAsked(process)).toMatchObject({ kind: 'analyze', paths: ['/m/a'] }));
  });

  it('keeps what was finished when it is cancelled, and goes on with the rest', async () => {
    const process = await list('a', 'b');
    process.reply(analyzed('/m/a'));
    scan.cancel();
    expect(lastAsked(process)).toEqual({ kind: 'cancel' });
    process.reply({ kind: 'finished', cancelled: true });
    expect(finished).toMatchObject([{ outcome: 'cancelled' }]);
    scan.start('/m');
    process.reply({
      kind: 'found',
      files: ['a', 'b'].map((name) => ({ path: `/m/${name}`, size: 1, modifiedMilliseconds: 1 })),
      unreadable: [],
      leftOut: [],
    });
    process.reply({ kind: 'listed', specHash: 'h' });
    await vi.waitFor(() => expect(lastAsked(process)).toMatchObject({ kind: 'analyze', paths: ['/m/b'] }));
  });

  it('lays a crash at one file’s door: those under way are tried alone', async () => {
    const first = await list('a', 'b', 'c');
    first.reply({ kind: 'started', path: '/m/a' });
    first.reply({ kind: 'started', path: '/m/b' });
    first.crash('signal 11');
    const second = processes[1]!;
    expect(lastAsked(second)).toMatchObject({ paths: ['/m/a'], jobs: 1 });
    second.reply(engine);
    second.reply({ kind: 'started', path: '/m/a' });
    second.crash('signal 11');
    const third = processes[2]!;
    expect(lastAsked(third)).toMatchObject({ paths: ['/m/b'], jobs: 1 });
    third.reply(engine);
    third.reply(analyzed('/m/b'));
    third.reply({ kind: 'finished', cancelled: false });
    expect(lastAsked(third)).toMatchObject({ paths: ['/m/c'], jobs: 2 });
    third.reply(analyzed('/m/c'));
    third.reply({ kind: 'finished', cancelled: false });
    expect(finished).toMatchObject([{ outcome: 'finished', done: 3, failed: 1 }]);
    expect(statuses()).toEqual({ a: 'worker-crashed', b: 'done', c: 'done' });
  });

  it('begins anew when the process dies before any file, but not for ever', async () => {
    const first = await list('a');
    first.crash('killed');
    expect(lastAsked(processes[1]!)).toMatchObject({ kind: 'analyze', paths: ['/m/a'] });
    processes[1]!.crash('killed');
    processes[2]!.crash('killed');
    expect(finished).toMatchObject([{ outcome: 'failed', error: { code: 'worker-crashed' } }]);
  });

  it('can be cancelled while the list goes into the library', async () => {
    scan.start('/m');
    processes[0]!.reply({
      kind: 'found',
      files: [{ path: '/m/a', size: 1, modifiedMilliseconds: 1 }],
      unreadable: [],
      leftOut: [],
    });
    processes[0]!.reply({ kind: 'listed', specHash: 'h' });
    scan.cancel();
    await vi.waitFor(() => expect(finished).toMatchObject([{ outcome: 'cancelled' }]));
    expect(statuses()).toEqual({ a: 'waiting' });
  });

  it('tells why it could not begin', async () => {
    const process = await list('a');
    process.reply({ kind: 'failed', error: { code: 'decoder-missing', message: 'none' } });
    expect(finished).toMatchObject([{ outcome: 'failed', error: { code: 'decoder-missing' } }]);
    expect(statuses()).toEqual({ a: 'waiting' });
  });
});
