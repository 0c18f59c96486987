import { describe, expect, it } from 'vitest';
import type { Notice } from '../contract/app-state.ts';
import { appPaths } from '../library/app-paths.ts';
import type { LibraryReply, LibraryRequest } from '../workers/library-protocol.ts';
import { LibraryMaintenance } from './library-maintenance.ts';
import type { WorkerProcess } from './worker-process.ts';

const paths = appPaths({ GENRESCOPE_HOME: '/home/x' });

/** A maintenance whose process answers so; null: it ends by itself. */
function maintenanceOf(answer: (request: LibraryRequest) => LibraryReply | null) {
  const notices: Omit<Notice, 'id'>[] = [];
  const living = { started: 0, killed: 0 };
  const startProcess = (): WorkerProcess<LibraryRequest, LibraryReply> => {
    living.started += 1;
    let hear: (reply: LibraryReply) => void = () => undefined;
    let crash: (detail: string) => void = () => undefined;
    return {
      send: (request) =>
        queueMicrotask(() => {
          const reply = answer(request);
          if (reply) hear(reply);
          else crash('gone');
        }),
      onReply: (listener) => (hear = listener),
      onCrash: (listener) => (crash = listener),
      kill: () => (living.killed += 1),
    };
  };
  return {
    maintenance: new LibraryMaintenance({ paths, startProcess, notify: (notice) => notices.push(notice) }),
    notices,
    living,
  };
}

describe('the library’s maintenance', () => {
  it('makes the day’s copy, says nothing of it, and lets its process go', async () => {
    const { maintenance, notices, living } = maintenanceOf(() => ({ kind: 'copied', isMade: true }));
    await maintenance.copy();
    expect(notices).toEqual([]);
    expect(living).toEqual({ started: 1, killed: 1 });
  });

  it('tells why no copy could be made, whatever happens', async () => {
    const damaged = maintenanceOf(() => ({
      kind: 'failed',
      error: { code: 'library-damaged', message: 'library.db: a page is wrong' },
    }));
    await damaged.maintenance.copy();
    expect(damaged.notices).toEqual([
      expect.objectContaining({ severity: 'error', detail: expect.stringContaining('a page is wrong') }),
    ]);
    const crashed = maintenanceOf(() => null);
    await crashed.maintenance.copy();
    expect(crashed.notices).toHaveLength(1);
  });

  it('asks for the system check’s lines with the paths of this data folder', async () => {
    const items = [{ name: 'Library', status: 'ok' as const, detail: 'd', advice: null }];
    const asked: LibraryRequest[] = [];
    const { maintenance } = maintenanceOf((request) => {
      asked.push(request);
      return { kind: 'examined', items };
    });
    expect(await maintenance.examine()).toEqual(items);
    expect(asked).toEqual([
      { kind: 'examine', database: paths.database, settings: paths.settings, journal: paths.journal },
    ]);
  });
});
