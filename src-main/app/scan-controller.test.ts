import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { analyzed, found, PLAYED_ENGINE, playScan, readTags } from '../testing/played-scan.ts';

let { scan, processes, finished, statuses, list } = playScan();
beforeEach(() => {
  ({ scan, processes, finished, statuses, list } = playScan());
});

describe('a scan', () => {
  it('lists, analyses, saves and finishes', async () => {
    const process = await list('a', 'b');
    expect(process.last).toMatchObject({ question: 'analyze', request: { paths: ['/m/a', '/m/b'], jobs: 2 } });
    process.emit('analyzed', analyzed('/m/a'));
    process.emit('analyzed', analyzed('/m/b'));
    await process.respond('analyze', null);
    expect(finished).toMatchObject([{ outcome: 'finished', done: 2, failed: 0 }]);
    expect(statuses()).toEqual({ a: 'done', b: 'done' });
  });

  it('analyses again with a model that was trained anew under its name', async () => {
    const process = await list('a');
    process.emit('analyzed', analyzed('/m/a'));
    await process.respond('analyze', null);
    const scanAgain = async (specHash: string) => {
      scan.start('/m');
      process.emit('found', found('a'));
      await process.respond('list', { specHash });
    };
    await scanAgain('h');
    await vi.waitFor(() => expect(finished).toHaveLength(2));
    expect(process.last).toMatchObject({ question: 'list', request: { model: DEFAULT_SETTINGS.model } });
    await scanAgain('new');
    await vi.waitFor(() => expect(process.last).toMatchObject({ question: 'analyze', request: { paths: ['/m/a'] } }));
  });

  it('keeps what was finished when it is cancelled, and goes on with the rest', async () => {
    const process = await list('a', 'b');
    process.emit('analyzed', analyzed('/m/a'));
    scan.cancel();
    expect(process.last).toMatchObject({ question: 'analyze', isCancelled: true });
    expect(finished).toEqual([]);
    await process.fail({ code: 'cancelled', message: '' });
    expect(finished).toMatchObject([{ outcome: 'cancelled' }]);
    scan.start('/m');
    process.emit('found', found('a', 'b'));
    await process.respond('list', { specHash: 'h' });
    await vi.waitFor(() => expect(process.last).toMatchObject({ question: 'analyze', request: { paths: ['/m/b'] } }));
  });

  it('lays a crash at one file’s door: those under way are tried alone', async () => {
    const first = await list('a', 'b', 'c');
    first.emit('started', { path: '/m/a' });
    first.emit('started', { path: '/m/b' });
    await first.crash('signal 11');
    const second = processes[1]!;
    expect(second.last).toMatchObject({ request: { paths: ['/m/a'], jobs: 1 } });
    second.emit('engine', PLAYED_ENGINE);
    second.emit('started', { path: '/m/a' });
    await second.crash('signal 11');
    const third = processes[2]!;
    expect(third.last).toMatchObject({ request: { paths: ['/m/b'], jobs: 1 } });
    third.emit('engine', PLAYED_ENGINE);
    third.emit('analyzed', analyzed('/m/b'));
    await third.respond('analyze', null);
    expect(third.last).toMatchObject({ request: { paths: ['/m/c'], jobs: 2 } });
    third.emit('analyzed', analyzed('/m/c'));
    await third.respond('analyze', null);
    expect(finished).toMatchObject([{ outcome: 'finished', done: 3, failed: 1 }]);
    expect(statuses()).toEqual({ a: 'worker-crashed', b: 'done', c: 'done' });
  });

  it('begins anew when the process dies before any file, but not for ever', async () => {
    const first = await list('a');
    await first.crash('killed');
    expect(processes[1]!.last).toMatchObject({ question: 'analyze', request: { paths: ['/m/a'] } });
    await processes[1]!.crash('killed');
    await processes[2]!.crash('killed');
    expect(finished).toMatchObject([{ outcome: 'failed', error: { code: 'worker-crashed' } }]);
  });

  it('begins the list anew when the process dies over it', async () => {
    scan.start('/m');
    processes[0]!.emit('found', found('a'));
    await processes[0]!.crash('killed');
    processes[1]!.emit('found', found('a', 'b'));
    await processes[1]!.respond('list', { specHash: 'h' });
    await readTags(processes[1]!, 'a', 'b');
    await vi.waitFor(() => expect(processes[1]!.last).toMatchObject({ request: { paths: ['/m/a', '/m/b'] } }));
  });

  it('can be cancelled while the list goes into the library', async () => {
    scan.start('/m');
    processes[0]!.emit('found', found('a'));
    void processes[0]!.respond('list', { specHash: 'h' });
    scan.cancel();
    await vi.waitFor(() => expect(finished).toMatchObject([{ outcome: 'cancelled' }]));
    expect(statuses()).toEqual({ a: 'waiting' });
  });

  it('tells why it could not begin', async () => {
    const process = await list('a');
    await process.fail({ code: 'decoder-missing', message: 'none' });
    expect(finished).toMatchObject([{ outcome: 'failed', error: { code: 'decoder-missing' } }]);
    expect(statuses()).toEqual({ a: 'waiting' });
  });

  it('does not take a crash of the model for one of the process', async () => {
    const process = await list('a');
    process.emit('started', { path: '/m/a' });
    await process.fail({ code: 'worker-crashed', message: 'The inference worker ended.' });
    expect(finished).toMatchObject([{ outcome: 'failed', error: { code: 'worker-crashed' } }]);
    expect(statuses()).toEqual({ a: 'waiting' });
  });

  it('ends, and blames no file, where the model takes too long', async () => {
    const process = await list('a', 'b');
    process.emit('started', { path: '/m/a' });
    process.emit('started', { path: '/m/b' });
    await process.crash('too slow', 'model-too-slow');
    expect(finished).toMatchObject([{ outcome: 'failed', error: { code: 'model-too-slow' } }]);
    expect(statuses()).toEqual({ a: 'waiting', b: 'waiting' });
    expect(processes).toHaveLength(1);
  });

  it('is cancelled within a second while a model computes without end, and what is done is kept', async () => {
    const process = await list('a', 'b');
    process.emit('engine', PLAYED_ENGINE);
    process.emit('started', { path: '/m/b' });
    process.emit('analyzed', analyzed('/m/a'));
    const begun = performance.now();
    await scan.cancelAndWait();
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(process.isKilled).toBe(true);
    expect(finished).toMatchObject([{ outcome: 'cancelled' }]);
    expect(statuses()).toEqual({ a: 'done', b: 'waiting' });
  });

  it('leaves a process alone that ends a cancelled scan by itself', async () => {
    vi.useFakeTimers();
    const process = await vi.waitFor(() => list('a'));
    scan.cancel();
    await Promise.all([process.fail({ code: 'cancelled', message: '' }), vi.advanceTimersByTimeAsync(5_000)]);
    vi.useRealTimers();
    expect(finished).toMatchObject([{ outcome: 'cancelled' }]);
    expect(process.isKilled).toBe(false);
  });

  it('tells nothing more once it is stopped', async () => {
    const process = await list('a');
    scan.stop();
    expect(process.isKilled).toBe(true);
    await process.fail({ code: 'cancelled', message: '' });
    expect(finished).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])('begins nothing once it is stopped %i turns after the list', async (turns) => {
    scan.start('/m');
    const [first] = processes;
    first?.emit('found', found('a'));
    const listed = first?.respond('list', { specHash: 'h' });
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    scan.stop();
    await listed;
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    scan.start('/m');
    expect(processes).toHaveLength(1);
    expect(scan.progress.phase).toBe('idle');
  });
});

describe('a music folder that is not there', () => {
  it('loses no track, and its files wait', async () => {
    const { told, ...played } = playScan();
    const process = await played.list('a', 'b');
    process.emit('analyzed', analyzed('/m/a'));
    played.scan.cancel();
    await process.fail({ code: 'cancelled', message: '' });
    told.gone = ['/m'];
    played.scan.start('/m');
    process.emit('found', {
      ...found(),
      unreadable: [{ path: '/m', error: { code: 'file-not-found', message: 'none' } }],
    });
    await process.respond('list', { specHash: 'new' });
    await vi.waitFor(() => expect(played.finished).toHaveLength(2));
    expect(played.statuses()).toEqual({ a: 'done', b: 'waiting' });
    expect(told.goneTold).toEqual(['/m']);
    expect(process.last).toMatchObject({ question: 'list' });
  });

  it('spoils no file when it goes during the analysis', async () => {
    const { told, ...played } = playScan();
    const process = await played.list('a', 'b');
    process.emit('analyzed', analyzed('/m/a'));
    told.gone = ['/m'];
    process.emit('analyzed', {
      path: '/m/b',
      metadata: null,
      outcome: { ok: false, error: { code: 'file-not-found', message: 'none' } },
    });
    await vi.waitFor(() => expect(process.last).toMatchObject({ isCancelled: true }));
    await process.respond('analyze', null);
    await vi.waitFor(() => expect(process.last).toMatchObject({ question: 'list' }));
    await process.respond('list', { specHash: 'h' });
    await vi.waitFor(() => expect(played.finished.at(-1)).toMatchObject({ outcome: 'finished' }));
    expect(played.statuses()).toEqual({ a: 'done', b: 'waiting' });
    expect(told.goneTold).toEqual(['/m']);
  });
});
