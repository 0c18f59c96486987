import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TagProgress } from '../contract/tags.ts';
import { createBatchStore } from '../library/batch-store.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { MovedFiles } from '../library/moved-files.ts';
import { TrackStore } from '../library/track-store.ts';
import { UndoneSteps } from '../library/undone-steps.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import { PlayedProcess } from '../testing/played-process.ts';
import type { TagsProtocol } from '../workers/tags-protocol.ts';
import { TagController } from './tag-controller.ts';

const RESULT = { batchId: 'b', written: 1, cancelled: false, failures: [], notes: [] };
const REQUEST = {
  folder: '/m',
  rules: DEFAULT_WRITING_RULES,
  ffmpegPath: null,
  changes: ['a', 'b'].map((name) => ({ path: `/m/${name}`, genres: ['rock'], model: '' })),
};
const WRITTEN = { path: '/m/a', failure: null, now: { genres: ['rock'], size: 1, modifiedMilliseconds: 1 } };

let journal = '';
let database: LibraryDatabase;
let processes: PlayedProcess<TagsProtocol>[] = [];
let told: TagProgress[] = [];
let writtenPaths: string[] = [];
let listings = 0;
let tags: TagController;

beforeEach(async () => {
  journal = await mkdtemp(join(tmpdir(), 'genrescope-tags-'));
  database = openDatabase(':memory:');
  processes = [];
  told = [];
  writtenPaths = [];
  listings = 0;
  tags = new TagController({
    tracks: new TrackStore(database),
    batches: createBatchStore(database),
    undone: new UndoneSteps(database),
    moved: new MovedFiles(database),
    journal,
    library: '/data/library.db',
    onBatches: () => (listings += 1),
    startProcess() {
      const started = new PlayedProcess<TagsProtocol>();
      processes.push(started);
      return started;
    },
    onWritten: ({ path }) => writtenPaths.push(path),
    emit: (name, payload) => void (name === 'tags.progress' && told.push(payload as TagProgress)),
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(journal, { recursive: true });
});

describe('writing tags', () => {
  it('tells of every file, and ends with the result', async () => {
    const written = tags.apply(REQUEST);
    expect(tags.isBusy).toBe(true);
    expect(processes[0]!.last).toMatchObject({ question: 'apply', request: { root: journal, ...REQUEST } });
    processes[0]!.emit('file', WRITTEN);
    expect(writtenPaths).toEqual([WRITTEN.path]);
    await processes[0]!.respond('apply', RESULT);
    expect(await written).toEqual(RESULT);
    expect(told).toMatchObject([{ kind: 'apply', done: 1, total: 2, failed: 0 }]);
    expect(tags.isBusy).toBe(false);
  });

  it('is one job at a time, and ends where it is cancelled with what was written', async () => {
    const written = tags.apply(REQUEST);
    await expect(tags.apply(REQUEST)).rejects.toMatchObject({ code: 'busy' });
    await expect(tags.recover()).rejects.toMatchObject({ code: 'busy' });
    tags.cancel();
    expect(processes[0]!.last).toMatchObject({ isCancelled: true });
    await processes[0]!.respond('apply', { ...RESULT, cancelled: true });
    expect(await written).toMatchObject({ cancelled: true, written: 1 });
  });

  it('tells of many changes some at a time, and writes none where it is cancelled meanwhile', async () => {
    const changes = Array.from({ length: 5_000 }, (_, file) => ({ path: `/m/${file}`, genres: ['rock'], model: '' }));
    const written = tags.apply({ ...REQUEST, changes });
    await processes[0]!.respond('collect', null);
    await processes[0]!.respond('collect', null);
    const told = processes[0]!.asked.map(({ question, request }) => {
      if (!('changes' in request)) return null;
      return [question, request.collected, request.changes.length, request.changes[0]?.path];
    });
    expect(told).toEqual([
      ['collect', 0, 2_000, '/m/0'],
      ['collect', 2_000, 2_000, '/m/2000'],
      ['apply', 4_000, 1_000, '/m/4000'],
    ]);
    await processes[0]!.respond('apply', RESULT);
    expect(await written).toEqual(RESULT);
    const another = tags.apply({ ...REQUEST, changes });
    tags.cancel();
    await processes[0]!.respond('collect', null);
    expect(await another).toMatchObject({ batchId: null, written: 0, cancelled: true });
    expect(processes[0]!.last).toMatchObject({ question: 'collect' });
  });

  it('has listed what was written when the wait for its end is over', async () => {
    const written = tags.apply(REQUEST);
    const ended = tags.cancelAndWait();
    await processes[0]!.respond('apply', { ...RESULT, cancelled: true });
    await ended;
    expect(listings).toBe(1);
    await written;
  });

  it('fails with the process, and is possible again with the next one', async () => {
    const written = expect(tags.apply(REQUEST)).rejects.toMatchObject({ code: 'worker-crashed', message: 'signal 9' });
    await processes[0]!.crash('signal 9');
    await written;
    const recovery = tags.recover();
    await processes[1]!.respond('recover', { finished: 1, rolledBack: 0, unrepaired: 0, unread: [] });
    expect(await recovery).toMatchObject({ finished: 1 });
  });

  it('ends a process that says nothing of any file for minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const written = expect(tags.apply(REQUEST)).rejects.toMatchObject({
      code: 'worker-crashed',
      message: 'The tag process stopped answering.',
    });
    vi.advanceTimersByTime(179_000);
    processes[0]!.emit('file', WRITTEN);
    vi.advanceTimersByTime(179_000);
    expect(processes[0]!.isKilled).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(processes[0]!.isKilled).toBe(true);
    vi.useRealTimers();
    await written;
  });

  it('leaves a library alone that is closed when the app quits', async () => {
    const written = expect(tags.apply(REQUEST)).rejects.toMatchObject({ code: 'cancelled' });
    tags.stop();
    database.close();
    await written;
  });
});
