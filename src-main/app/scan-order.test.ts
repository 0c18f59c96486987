import { beforeEach, describe, expect, it, vi } from 'vitest';
import { found, PLAYED_METADATA, playScan, readTags } from '../testing/played-scan.ts';

let { scan, processes, told, statuses, list } = playScan();
beforeEach(() => {
  ({ scan, processes, told, statuses, list } = playScan());
});

describe('what a scan does first', () => {
  it('reads tags before it analyses, and analyses nothing that cannot be read', async () => {
    scan.start('/m');
    const process = processes[0]!;
    process.emit('found', found('a', 'empty'));
    await process.respond('list', { specHash: 'h' });
    await vi.waitFor(() => expect(scan.progress).toMatchObject({ phase: 'reading', done: 0, total: 2 }));
    const error = { code: 'file-empty' as const, message: '' };
    process.emit('read', {
      files: [
        { path: '/m/a', outcome: { ok: true, metadata: PLAYED_METADATA } },
        { path: '/m/empty', outcome: { ok: false, error } },
      ],
    });
    await process.respond('read', null);
    expect(process.last).toMatchObject({
      question: 'analyze',
      request: { paths: ['/m/a'], durations: new Map([['/m/a', 100]]) },
    });
    expect(scan.progress).toMatchObject({ phase: 'analysing', done: 1, total: 2, failed: 1 });
    expect(statuses()).toEqual({ a: 'waiting', empty: 'file-empty' });
  });

  it('takes next what is preferred, unless files are tried alone', async () => {
    const process = await list('a', 'b', 'c');
    scan.prefer(['/m/c', '/m/other']);
    expect(process.last).toMatchObject({ question: 'prefer', request: { paths: ['/m/c'] } });
    process.emit('started', { path: '/m/a' });
    process.emit('started', { path: '/m/b' });
    await process.crash('signal 11');
    scan.prefer(['/m/c']);
    expect(processes[1]!.last).toMatchObject({ question: 'analyze', request: { paths: ['/m/a'] } });
  });

  it('analyses all the same where reading ends the process', async () => {
    scan.start('/m');
    processes[0]!.emit('found', found('a'));
    await processes[0]!.respond('list', { specHash: 'h' });
    await vi.waitFor(() => expect(processes[0]!.last).toMatchObject({ question: 'read' }));
    await processes[0]!.crash('signal 11');
    expect(processes[1]!.last).toMatchObject({ question: 'analyze', request: { durations: new Map() } });
  });

  it('leaves files alone that may be being copied, where nobody asked for the scan', async () => {
    expect(scan.startQuietly('/m')).toBe(true);
    const [file] = found('growing').files;
    const files = [...found('a').files, { ...file!, modifiedMilliseconds: Date.now() }];
    processes[0]!.emit('found', { files, unreadable: [], leftOut: [] });
    await processes[0]!.respond('list', { specHash: 'h' });
    await readTags(processes[0]!, 'a');
    expect(statuses()).toEqual({ a: 'waiting' });
    expect(told.unsettled).toBe(1);
    expect(scan.startQuietly('/m')).toBe(false);
  });
});
