import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryProcess } from '../channel/memory-ports.ts';
import { serve } from '../channel/server.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase, openReader } from '../library/database.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { PlayedProcess } from '../testing/played-process.ts';
import { libraryReaderHandlers } from '../workers/library-reader-handlers.ts';
import type { LibraryReaderProtocol } from '../workers/library-reader-protocol.ts';
import { libraryReaderProtocol } from '../workers/library-reader-protocol.ts';
import { LibraryReader } from './library-reader.ts';
import { OpenFolder } from './open-folder.ts';

const ROOT = '/music';

let folder = '';
let main: LibraryDatabase;
let own: LibraryDatabase;
let reader: LibraryReader;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-reader-'));
  main = openDatabase(join(folder, 'library.db'));
  own = openReader(join(folder, 'library.db'));
  const open = new OpenFolder();
  open.replace(ROOT);
  reader = new LibraryReader(() => {
    const started = memoryProcess();
    serve(started.server, libraryReaderProtocol, libraryReaderHandlers(own));
    return started.client;
  }, open);
});
afterEach(() => {
  reader.stop();
  own.close();
  main.close();
  rmSync(folder, { recursive: true });
});

const scan = (...names: string[]) =>
  new ScanStore(main).reconcile(
    ROOT,
    names.map((name) => ({ path: `${ROOT}/${name}`, size: 1, modifiedMilliseconds: 1 })),
    [],
  );

describe('a reader of the library', () => {
  it('sees what main has written since, and counts anew', async () => {
    await scan('a.mp3');
    expect(await reader.query(EVERY_TRACK)).toEqual(Int32Array.of(1));
    expect(await reader.summary()).toMatchObject({ totals: { tracks: 1 } });
    await scan('a.mp3', 'b.mp3');
    expect(await reader.query(EVERY_TRACK)).toEqual(Int32Array.of(1, 2));
    expect(await reader.summary()).toMatchObject({ totals: { tracks: 2 } });
    new TrackStore(main).saveFailure(`${ROOT}/a.mp3`, null, { code: 'file-corrupt', message: '' });
    expect((await reader.summary()).totals).toMatchObject({ failed: 1, waiting: 1 });
    expect(await reader.ids({ kind: 'all' })).toEqual(Int32Array.of(1, 2));
    expect(await reader.related(1, 'folder')).toEqual(Int32Array.of(1, 2));
    expect(await reader.neighbours({ id: 1, count: 5, genre: null })).toEqual({ nearest: [], byGenre: [] });
    expect(await reader.genreProfile('rock')).toBeNull();
  });

  it('changes nothing, and keeps main from nothing', async () => {
    await scan('a.mp3');
    await reader.query(EVERY_TRACK);
    expect(() => own.exec('DELETE FROM tracks')).toThrow(/readonly|read-only/);
    const checkpoint: unknown = main.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    expect(checkpoint).toMatchObject({ busy: 0, log: 0 });
  });

  it('has tracks of the open folder alone, and none where no folder is open', async () => {
    await scan('a.mp3');
    const other = new LibraryReader(() => {
      const started = memoryProcess();
      serve(started.server, libraryReaderProtocol, libraryReaderHandlers(own));
      return started.client;
    }, new OpenFolder());
    expect(await other.query(EVERY_TRACK)).toHaveLength(0);
  });
});

it('lets go of a query when the next one comes, and of nothing else', async () => {
  const thread = new PlayedProcess<LibraryReaderProtocol>();
  const asking = new LibraryReader(() => thread, new OpenFolder());
  const text = (letters: string) => asking.query({ ...EVERY_TRACK, text: letters });
  const first = text('a');
  const related = asking.related(1, 'artist');
  void text('ab').catch(() => undefined);
  expect(thread.asked.map(({ question, isCancelled }) => [question, isCancelled])).toEqual([
    ['query', true],
    ['related', false],
    ['query', false],
  ]);
  asking.stop();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  await expect(related).rejects.toMatchObject({ code: 'cancelled' });
});

it('does not begin a query that nobody waits for', async () => {
  await scan('a.mp3');
  const superseded = reader.query(EVERY_TRACK);
  const newest = reader.query({ ...EVERY_TRACK, text: 'a.mp3' });
  await expect(superseded).rejects.toMatchObject({ code: 'cancelled' });
  expect(await newest).toHaveLength(1);
});
