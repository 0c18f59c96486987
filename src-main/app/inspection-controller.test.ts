import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import type { SpectrumScanState } from '../contract/inspection.ts';
import { DEFAULT_SPECTRUM } from '../contract/inspection.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { PlayedProcess } from '../testing/played-process.ts';
import type { InspectionProtocol } from '../workers/inspection-protocol.ts';
import { InspectionController } from './inspection-controller.ts';

const state = (session: number): SpectrumScanState => ({
  session,
  phase: 'scanning',
  sampleRate: 44_100,
  channels: 2,
  beatsPerMinute: null,
  hasPreview: false,
  seconds: 0,
  durationSeconds: 60,
  error: null,
});

let processes: PlayedProcess<InspectionProtocol>[] = [];
let told: unknown[] = [];
let inspection: InspectionController;

beforeEach(() => {
  processes = [];
  told = [];
  inspection = new InspectionController({
    pathOf: (id) => `/m/${id}`,
    settings: () => DEFAULT_SETTINGS,
    modelRoots: ['/models'],
    cacheFolder: '/cache',
    startProcess() {
      const started = new PlayedProcess<InspectionProtocol>();
      processes.push(started);
      return started;
    },
    emit: (name, payload) => told.push([name, payload]),
  });
});

async function open(id: number): Promise<PlayedProcess<InspectionProtocol>> {
  const opened = inspection.open(id, DEFAULT_SPECTRUM);
  const process = processes.at(-1)!;
  const session = process.last?.question === 'open' ? process.last.request.session : -1;
  await process.respond('open', state(session));
  expect(await opened).toEqual(state(session));
  return process;
}

describe('looking into tracks', () => {
  it('tells of the open track, and of none that was left', async () => {
    const process = await open(1);
    expect(process.last).toMatchObject({ request: { path: '/m/1', session: 1, cache: { folder: '/cache' } } });
    await open(2);
    process.emit('scan', state(1));
    process.emit('scan', state(2));
    process.emit('predictions', { session: 1, phase: 'done', predictions: null, input: null, error: null });
    expect(told).toEqual([['inspect.scan', state(2)]]);
    expect(processes).toHaveLength(1);
  });

  it('fails its questions and the open track with the process, and starts another one for the next', async () => {
    const process = await open(1);
    const peaks = expect(inspection.ask('peaks', { maxPoints: 10 })).rejects.toBeInstanceOf(AppError);
    const listening = expect(inspection.listen(null)).rejects.toMatchObject({ code: 'inspection-crashed' });
    await process.crash('signal 11');
    await peaks;
    await listening;
    const error = { code: 'inspection-crashed', message: 'signal 11' };
    expect(told).toEqual([['inspect.scan', { ...state(1), phase: 'failed', error }]]);
    await open(2);
    expect(processes).toHaveLength(2);
  });

  it('opens the track again where a model took too long, and fails its predictions alone', async () => {
    const process = await open(1);
    const listening = expect(inspection.listen(null)).rejects.toMatchObject({ code: 'model-too-slow' });
    await process.crash('too slow', 'model-too-slow');
    await listening;
    const error = { code: 'model-too-slow', message: 'too slow' };
    const failed = { session: 1, input: null, phase: 'failed', predictions: null, error };
    expect(told).toEqual([['inspect.predictions', failed]]);
    expect(processes[1]!.last).toMatchObject({ question: 'open', request: { session: 1, path: '/m/1' } });
    await processes[1]!.respond('open', state(1));
    processes[1]!.emit('scan', state(1));
    expect(told[1]).toEqual(['inspect.scan', state(1)]);
  });

  it('makes ready for a track that may be opened, and tells nothing of it', async () => {
    inspection.prepare(3);
    const [process] = processes;
    expect(process?.last).toMatchObject({ question: 'prepare', request: { path: '/m/3', ffmpegPath: null } });
    await process?.fail({ code: 'decoder-missing', message: 'none' });
    await open(3);
    expect([told, processes.length]).toEqual([[], 1]);
  });

  it('closes what is open, and starts nothing for that', async () => {
    await inspection.close();
    expect(processes).toEqual([]);
    const process = await open(1);
    const closed = inspection.close();
    await process.respond('close', null);
    await closed;
    await process.crash('gone');
    expect(told).toEqual([]);
  });
});
