import { describe, expect, it } from 'vitest';
import type { MemoryProcess } from '../channel/memory-ports.ts';
import { memoryProcess } from '../channel/memory-ports.ts';
import type { Handlers } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import type { Notice } from '../contract/app-state.ts';
import { appPaths } from '../library/app-paths.ts';
import type { LibraryProtocol } from '../workers/library-protocol.ts';
import { libraryProtocol } from '../workers/library-protocol.ts';
import { LibraryMaintenance } from './library-maintenance.ts';

const paths = appPaths({ GENRESCOPE_HOME: '/home/x' });

/** A maintenance whose process answers so. */
function maintenanceOf(answers: Partial<Handlers<LibraryProtocol>>) {
  const notices: Omit<Notice, 'id'>[] = [];
  const processes: MemoryProcess[] = [];
  const unexpected = () => {
    throw new Error('This is not asked.');
  };
  const startProcess = () => {
    const started = memoryProcess();
    processes.push(started);
    serve(started.server, libraryProtocol, { copy: unexpected, examine: unexpected, ...answers });
    return started.client;
  };
  return {
    maintenance: new LibraryMaintenance({ paths, startProcess, notify: (notice) => notices.push(notice) }),
    notices,
    processes,
  };
}

describe('the library’s maintenance', () => {
  it('makes the day’s copy, says nothing of it, and lets its process go', async () => {
    const { maintenance, notices, processes } = maintenanceOf({ copy: () => ({ isMade: true }) });
    await maintenance.copy();
    expect(notices).toEqual([]);
    expect(processes.map(({ isEnded }) => isEnded)).toEqual([true]);
  });

  it('tells why no copy could be made, whatever happens', async () => {
    const damaged = maintenanceOf({
      copy() {
        throw new AppError('library-damaged', 'library.db: a page is wrong');
      },
    });
    await damaged.maintenance.copy();
    expect(damaged.notices).toEqual([
      expect.objectContaining({ severity: 'error', detail: expect.stringContaining('a page is wrong') }),
    ]);
    const crashed = maintenanceOf({
      copy() {
        crashed.processes[0]!.crash('gone');
        return { isMade: true };
      },
    });
    await crashed.maintenance.copy();
    expect(crashed.notices).toHaveLength(1);
  });

  it('asks for the system check’s lines with the paths of this data folder', async () => {
    const items = [{ name: 'Library', status: 'ok' as const, detail: 'd', advice: null }];
    const asked: unknown[] = [];
    const { maintenance } = maintenanceOf({
      examine(request) {
        asked.push(request);
        return items;
      },
    });
    expect(await maintenance.examine()).toEqual(items);
    expect(asked).toEqual([{ database: paths.database, settings: paths.settings, journal: paths.journal }]);
  });
});
