import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBatch } from '../tags/journal.ts';
import type { AppPaths } from './app-paths.ts';
import { appPaths } from './app-paths.ts';
import { createLibrary } from './database.ts';
import { examineKept } from './examine-kept.ts';

let home: string;
let paths: AppPaths;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'genrescope-kept-'));
  paths = appPaths({ GENRESCOPE_HOME: home });
});
afterEach(() => rm(home, { recursive: true }));

const statuses = async () => (await examineKept(paths)).map(({ status }) => status);

describe('the system check of what the app keeps', () => {
  it('finds nothing wrong before the first start, and makes nothing', async () => {
    expect(await statuses()).toEqual(['ok', 'ok', 'ok']);
    expect(await readdir(home)).toEqual([]);
  });

  it('counts what is there', async () => {
    createLibrary(paths.database);
    await writeFile(paths.settings, '{"theme":"dark"}');
    const [library, settings] = await examineKept(paths);
    expect(library).toMatchObject({ name: 'Library', status: 'ok', detail: expect.stringContaining('0 tracks') });
    expect(settings).toMatchObject({ name: 'Settings', status: 'ok' });
  });

  it('names what is broken', async () => {
    await writeFile(paths.database, '');
    await writeFile(paths.settings, '{"theme":"dark",}');
    await writeFile(paths.journal, 'no folder');
    const items = await examineKept(paths);
    expect(items.map(({ status }) => status)).toEqual(['missing', 'missing', 'missing']);
    expect(items[0]?.detail).toContain('is empty');
    expect(items[0]?.advice).toContain('genrescope library restore');
    await writeFile(paths.settings, '{"theme":"purple"}');
    expect((await examineKept(paths))[1]).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('theme'),
    });
  });

  it('says that a library is gone where copies of it are there', async () => {
    await mkdir(join(home, 'backups'));
    createLibrary(join(home, 'backups', 'library-2026-11-01.db'));
    expect((await statuses())[0]).toBe('missing');
  });

  it('counts batches that were cut short, and names those that cannot be read', async () => {
    const batch = await createBatch(paths.journal, '/music');
    await batch.append({ kind: 'begun', file: 0, path: '/music/a.mp3', temporary: '/music/.a.mp3' });
    await batch.close();
    expect((await examineKept(paths))[2]).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('1 batch, 1 unfinished'),
    });
    await rm(join(paths.journal, batch.batchId, 'journal.jsonl'));
    expect((await examineKept(paths))[2]).toMatchObject({
      status: 'missing',
      detail: expect.stringContaining(batch.batchId),
    });
  });
});
