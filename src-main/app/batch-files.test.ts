import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBatch } from '../tags/journal.ts';
import type { JournalEntry } from '../tags/journal-schema.ts';
import { BatchFiles } from './batch-files.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-batch-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const prepared = (file: number, path: string): JournalEntry => ({
  kind: 'prepared',
  file,
  path,
  temporary: `${path}.new`,
  before: { sha256: '', size: 1, mode: 0, uid: 0, gid: 0 },
  afterSha256: '',
  steps: [],
  genresBefore: ['Old'],
  genresAfter: ['Électro'],
  model: '',
});

const [OLD_PATH, NEW_PATH] = ['/music/Beyoncé/0.mp3', '/music/Lemonade/zero.mp3'];

/** Where one file was renamed since. */
function filesOf(idOf: (path: string) => number | null): BatchFiles {
  const pathOf = (path: string) => (path === OLD_PATH ? NEW_PATH : path);
  return new BatchFiles({ journal: root, tracks: { idOf }, moved: { pathOf } });
}

it('finds the files of a batch by their words, with what became of each', async () => {
  const journal = await createBatch(root, '/music');
  const ends: JournalEntry[] = [
    { kind: 'written', file: 0 },
    { kind: 'undone', file: 1 },
    { kind: 'abandoned', file: 2, code: 'cancelled', message: '' },
    { kind: 'undo-begun', file: 3, temporary: 't' },
    { kind: 'written', file: 4 },
    { kind: 'undo-refused', file: 4 },
  ];
  for (const file of [1, 0, 2, 4, 3]) await journal.append(prepared(file, `/music/Beyoncé/${file}.mp3`));
  await journal.append({ kind: 'moved', file: 1, path: '/music/Beyoncé/one.mp3' });
  for (const entry of ends) await journal.append(entry);
  await journal.close();
  const files = filesOf((path) => (path === NEW_PATH ? 7 : null));
  const { batchId } = journal;
  const found = await files.find(batchId, 'BEYONCE electro');
  expect({ files: [...found.files], restorable: [...found.restorable] }).toEqual({
    files: [1, 3, 4],
    restorable: [4],
  });
  expect([...(await files.find(batchId, 'zero lemonade')).files]).toEqual([0]);
  expect([...(await files.find(batchId, 'one.mp3')).files]).toEqual([1]);
  const rows = await files.rows(batchId, Int32Array.of(4, 0, 2, 3, 1));
  expect(rows.map(({ file, state }) => [file, state])).toEqual([
    [4, 'refused'],
    [0, 'written'],
    [3, 'unfinished'],
    [1, 'undone'],
  ]);
  expect(rows.map(({ track }) => track)).toEqual([null, 7, null, null]);
  expect(rows[1]).toMatchObject({
    fileName: 'zero.mp3',
    folder: '/music/Lemonade',
    before: ['Old'],
    after: ['Électro'],
  });
});

it('looks through many files some at a time, so that others have their turn', async () => {
  const journal = await createBatch(root, '/music');
  const numbers = Array.from({ length: 3_000 }, (_, file) => file);
  await Promise.all(numbers.map((file) => journal.append(prepared(file, `/music/${file}.mp3`))));
  await Promise.all(numbers.map((file) => journal.append({ kind: 'written', file })));
  await journal.close();
  const files = filesOf(() => null);
  await files.find(journal.batchId, '');
  let isDone = false;
  const finding = files.find(journal.batchId, '7.mp3').finally(() => (isDone = true));
  let turns = 0;
  for (; !isDone; turns++) await setImmediate();
  expect((await finding).files).toHaveLength(300);
  expect(turns).toBeGreaterThan(4);
});
